export { asAdministrator, type FreshDatabase, freshDatabase } from './fresh-database.ts';
export { legacyRows } from './legacy-rows.ts';
export { type OwnServer, startOwnServer } from './own-server.ts';
export { emptyDatabase, type SeededRelationship, seedExporter, seededHost, seedRelationship } from './seed.ts';
export { seedCategories } from './seed-categories.ts';
export { type StoredRelationship, storedAttempts, storedNames, storedRelationships } from './stored-relationships.ts';
export { tamper } from './tamper.ts';
export { TESTER } from './tester.ts';

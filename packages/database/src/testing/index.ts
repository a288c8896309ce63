export { asAdministrator, type FreshDatabase, freshDatabase } from './fresh-database.ts';
export { legacyRows } from './legacy-rows.ts';
export { emptyDatabase, type SeededRelationship, seededHost, seedRelationship } from './seed.ts';
export { type StoredRelationship, storedNames, storedRelationships } from './stored-relationships.ts';
export { TESTER } from './tester.ts';

import { type MigrationResultSet, Migrator } from 'kysely/migration';
import type { Db } from './database.ts';
import { migrations } from './migrations/index.ts';

/** A migration that did not apply; nothing of it remains. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Brings the schema up to date and returns the names of the migrations that were applied now. Several processes may call it
 * at once: a lock lets one work. Rejects with {@link MigrationError} that names the migration, or with the connection's error.
 */
export async function migrate(db: Db): Promise<string[]> {
  return applied(await migratorOf(db).migrateToLatest());
}

/** {@link migrate}, but not beyond the migration `name`: makes the tables of an older version. */
export async function migrateTo(db: Db, name: string): Promise<string[]> {
  return applied(await migratorOf(db).migrateTo(name));
}

function migratorOf(db: Db): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
}

function applied({ error, results }: MigrationResultSet): string[] {
  const failed = results?.find((result) => result.status === 'Error');
  if (failed) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`database migration ${failed.migrationName} failed: ${reason}`, { cause: error });
  }
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}

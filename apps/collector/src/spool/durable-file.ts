import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the names in a folder as lasting as the files behind them. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Writes a file, or puts it in the place of the one before, as a whole or not at all: when this resolves it survives a crash of the
 * machine. When the disk refuses it rejects; nothing half-written is left.
 */
export async function writeDurably(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const part = join(folder, `${name}.part`);
  try {
    const handle = await open(part, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(part, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
}

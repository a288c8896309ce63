import { readFile } from 'node:fs/promises';
import type { PackFile } from '../pack/pack-file.ts';

/**
 * A page that checks signature and hashes of a pack in a browser, without network and without this program. It stands in every
 * pack and in the folder of this file.
 */
export const verifyPage: PackFile = {
  path: 'verify.html',
  async *content() {
    yield await readFile(new URL('./verify.html', import.meta.url));
  },
};

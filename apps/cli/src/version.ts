import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the whole checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

export const VERSION: string = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string })
  .version;

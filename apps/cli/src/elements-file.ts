import { readFile } from 'node:fs/promises';
import {
  COLUMN_TYPES,
  type ColumnName,
  ELEMENT_TYPES,
  type ElementRole,
  type InformationElement,
} from '@scopemap/flow-codec';
import { parse } from 'yaml';
import { z } from 'zod';

const ROLES: readonly ElementRole[] = [...(Object.keys(COLUMN_TYPES) as ColumnName[]), 'icmp', 'frame', 'bootTime'];

const ElementsFile = z.array(
  z.strictObject({
    enterprise: z.number().int().min(0).max(0xffffffff).default(0),
    id: z.number().int().min(1).max(0xffff),
    name: z.string().min(1),
    type: z.enum(ELEMENT_TYPES),
    role: z.enum(ROLES).optional(),
    rank: z.number().int().optional(),
  }),
);

/**
 * Reads information elements that are added to the registry, or replace an entry of it: a YAML or JSON list of
 * `{enterprise, id, name, type, role, rank}`. Throws one sentence that names the file and the place.
 */
export async function readElementsFile(file: string): Promise<InformationElement[]> {
  let content: unknown;
  try {
    content = parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read information elements from ${file}: ${(error as Error).message}`);
  }
  const result = ElementsFile.safeParse(content);
  if (result.success)
    return result.data.map(({ role, rank, ...element }) => ({
      ...element,
      ...(role ? { role } : {}),
      ...(rank === undefined ? {} : { rank }),
    }));
  const [issue] = result.error.issues;
  throw new Error(`${file}: entry ${issue?.path.join('.') || '(the whole file)'}: ${issue?.message}`);
}

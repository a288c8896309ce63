import type { Generated } from 'kysely';

export interface AddressTranslationTable {
  id: Generated<string>;
  address: string;
  shown_as: string;
  exporter: string;
  valid_from: Date;
  valid_to: Date;
}

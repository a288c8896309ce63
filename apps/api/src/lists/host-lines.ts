import { Address, Claim } from '@scopemap/contract';
import { INVENTORY_COLUMNS } from '@scopemap/database';
import { type LineReader, readCell, textCells } from './list-lines.ts';

const LONGEST = {
  name: 120,
  claim_reason: 2000,
  ...Object.fromEntries(INVENTORY_COLUMNS.map((column) => [column, 500])),
};

/** `address, name, claim, claim_reason` and the columns of the inventory. */
export const hostLines: LineReader = {
  columns: ['address', 'name', 'claim', 'claim_reason', ...INVENTORY_COLUMNS],
  defaults: {},
  addsNone: true,
  read(cells, complain) {
    const address = readCell(cells, 'address', Address, complain);
    const claim = readCell(cells, 'claim', Claim, complain);
    const texts = textCells(cells, LONGEST, complain);
    if (texts.claim_reason !== undefined && texts.claim_reason.length < 3) {
      complain('claim_reason', 'say why, so that an assessor can follow it');
    }
    if (address === undefined) {
      if (!cells.address) complain('address', 'a host needs an address');
      return null;
    }
    const subject = texts.name ? `${texts.name} (${address})` : address;
    return { key: address, subject, given: { address, ...texts, ...(claim && { claim }) } };
  },
};

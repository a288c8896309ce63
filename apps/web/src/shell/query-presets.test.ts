import { parseQuery } from '@scopemap/query-language';
import { expect, it } from 'vitest';
import { QUERY_PRESETS } from './query-presets.ts';

it.each(QUERY_PRESETS)('"$label" is a query', ({ query }) => {
  expect(parseQuery(query)).not.toBeNull();
});

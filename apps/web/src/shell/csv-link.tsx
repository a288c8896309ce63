import { Button } from '@mantine/core';
import { useView } from '../url/use-view.ts';
import { toFilter } from '../url/view-state.ts';

/** Downloads everything that the view lets through as one file, also what the table has no room for. */
export function CsvLink({ of }: { of: 'hosts' | 'relationships' }) {
  const [view] = useView();
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(toFilter(view))) if (value) search.set(name, value);
  return (
    <Button
      component="a"
      href={`/api/${of}.csv${search.size > 0 ? `?${search}` : ''}`}
      download
      variant="default"
      size="compact-sm"
      ml="auto"
    >
      Download CSV
    </Button>
  );
}

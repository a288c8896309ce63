import { Button } from '@mantine/core';
import { ListKind } from '@scopemap/contract';
import { LIST_WORDS } from './list-words.ts';

/** What holds now, as the files that can be changed and imported again. */
export function ListDownloads() {
  return (
    <nav className="row" aria-label="Lists to download">
      <span className="muted">What holds now, as CSV to change and import again:</span>
      {ListKind.options.map((kind) => (
        <Button key={kind} component="a" href={`/api/lists/${kind}.csv`} download variant="default" size="compact-sm">
          {LIST_WORDS[kind]}
        </Button>
      ))}
    </nav>
  );
}

import { useSyncExternalStore } from 'react';
import { call } from '../api/client.ts';
import { ApiProblem } from '../api/problem.ts';

/** A text file that a person has to look at before it is taken over. */
export interface DroppedText {
  readonly key: number;
  readonly kind: 'list' | 'rules';
  readonly fileName: string;
  readonly text: string;
}

/** As much of a file as tells what it is. */
const HEAD_OCTETS = 32_768;

let dropped: readonly DroppedText[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();

function publish(next: readonly DroppedText[]): void {
  dropped = next;
  for (const listener of listeners) listener();
}

/** The first file that waits to be looked at. */
export function useDroppedText(): DroppedText | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => dropped[0],
  );
}

export function dismissDroppedText(key: number): void {
  publish(dropped.filter((each) => each.key !== key));
}

/**
 * Sorts files by their beginning: lists and rules wait to be looked at, the rest is returned. A server that does not answer sorts
 * nothing: then the upload tells what is wrong.
 */
export async function sortFiles(files: readonly File[]): Promise<readonly File[]> {
  const uploads: File[] = [];
  for (const file of files) {
    const head = await file.slice(0, HEAD_OCTETS).text();
    const look = await call('lookAtFile', { body: { fileName: file.name.slice(-255), head } }).catch(
      (error: unknown) => {
        if (error instanceof ApiProblem) return { kind: 'upload' } as const;
        throw error;
      },
    );
    if (look.kind === 'upload') uploads.push(file);
    else publish([...dropped, { key: nextKey++, kind: look.kind, fileName: file.name, text: await file.text() }]);
  }
  return uploads;
}

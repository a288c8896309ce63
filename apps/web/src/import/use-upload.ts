import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { uploadCapture } from '../api/upload.ts';
import { navigate } from '../url/location.ts';
import { sortFiles } from './dropped-files.ts';

/** A file on its way to the server. Once it is there, it is an import of the server's list and survives a reload. */
export interface Upload {
  readonly key: number;
  readonly fileName: string;
  readonly sent: number;
  readonly total: number;
  readonly problem: ApiProblem | null;
}

let uploads: readonly Upload[] = [];
let nextKey = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Upload[]): void {
  uploads = next;
  for (const listener of listeners) listener();
}

function update(key: number, change: Partial<Upload>): void {
  publish(uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload)));
}

export function dismissUpload(key: number): void {
  publish(uploads.filter((upload) => upload.key !== key));
}

export function useUploads(): readonly Upload[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** Shows the import page, where lists and rules are looked at first; everything else is sent, one file after the other. */
export function useUpload(): (files: readonly File[]) => void {
  const client = useQueryClient();
  return useCallback(
    (files) => {
      navigate('/import');
      void sortFiles(files).then((captures) => {
        const queue = captures.map((file) => ({ file, key: nextKey++ }));
        publish([
          ...queue.map(({ file, key }) => ({ key, fileName: file.name, sent: 0, total: file.size, problem: null })),
          ...uploads,
        ]);
        return sendAll(queue, () => client.invalidateQueries({ queryKey: ['imports'] }));
      });
    },
    [client],
  );
}

async function sendAll(queue: readonly { file: File; key: number }[], onSent: () => Promise<void>): Promise<void> {
  for (const { file, key } of queue) {
    try {
      await uploadCapture(file, (sent, total) => update(key, { sent, total }));
      await onSent();
      dismissUpload(key);
    } catch (problem) {
      if (!(problem instanceof ApiProblem)) throw problem;
      update(key, { problem });
    }
  }
}

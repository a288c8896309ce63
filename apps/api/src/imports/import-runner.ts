import type { ChangeAuthor } from '@scopemap/database';

/** A capture that was uploaded. From `start` on the runner owns the file and removes it when it is done with it. */
export interface UploadedFile {
  readonly path: string;
  /** As the sender named it, without folders. */
  readonly fileName: string;
  readonly octets: number;
}

/**
 * Runs imports beside the API. It records every job in the database before it returns the id, and announces progress there
 * (`createImportJob`, `advanceImportJob`, `finishImportJob` do both), so that any API process can show it.
 */
export interface ImportRunner {
  /** Begins an import and returns the id of its job. Rejects with {@link UnsupportedFile} when it is plain that it is none. */
  start(file: UploadedFile, by: ChangeAuthor): Promise<string>;
  /** Begins to load the sample network and returns the id of its job. */
  startSample(by: ChangeAuthor): Promise<string>;
  /** Asks a job to stop. False when it is not queued or running here. */
  cancel(jobId: string): Promise<boolean>;
}

/** The file is no capture or flow export that can be read; the message says what it is instead. */
export class UnsupportedFile extends Error {
  override readonly name = 'UnsupportedFile';
}

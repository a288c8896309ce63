import { ImportJob } from '@scopemap/contract';
import { parseAnswer } from './client.ts';
import { ApiProblem, readProblem, unreachable } from './problem.ts';

/**
 * Sends one capture to the server. XMLHttpRequest because fetch tells nothing of how far an upload is.
 *
 * @param onProgress called with octets sent and octets in all
 */
export function uploadCapture(file: File, onProgress: (sent: number, total: number) => void): Promise<ImportJob> {
  const request = new XMLHttpRequest();
  const form = new FormData();
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    request.upload.addEventListener('progress', (event) => onProgress(event.loaded, event.total));
    request.addEventListener('load', () => {
      try {
        if (request.status >= 400) throw readProblem(request.status, request.responseText);
        resolve(parseAnswer(ImportJob, request.responseText));
      } catch (problem) {
        reject(problem);
      }
    });
    request.addEventListener('error', () => reject(unreachable()));
    request.addEventListener('abort', () =>
      reject(new ApiProblem({ message: 'The upload was cancelled.', status: 0, code: 'unavailable' })),
    );
    request.open('POST', '/api/imports');
    request.send(form);
  });
}

export { mutatePayload } from './mutate-payload.ts';
export { readCaptureFile } from './read-capture-file.ts';
export { SeededRandom } from './seeded-random.ts';

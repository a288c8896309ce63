export { buildApi } from './build-api.ts';
export type { ApiDependencies, InstallationStatus, UploadLimits } from './dependencies.ts';
export { createLiveEvents, type LiveEventOptions, type LiveEventSource } from './events/live-events.ts';
export { createEvidenceQueue } from './evidence/evidence-queue.ts';
export { startPictureThread } from './graph/start-picture-thread.ts';
export { type ImportRunner, UnsupportedFile, type UploadedFile } from './imports/import-runner.ts';
export type { ScopeClassifier } from './scope/scope-classifier.ts';
export { startClassifierThread } from './scope/start-classifier-thread.ts';

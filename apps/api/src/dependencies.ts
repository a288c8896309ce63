import type { Db } from '@scopemap/database';
import type { InfrastructureService } from '@scopemap/scope-model';
import type { FastifyBaseLogger } from 'fastify';
import type { AccountSettings } from './accounts/account-settings.ts';
import type { LiveEventSource } from './events/live-events.ts';
import type { EvidenceRunner } from './evidence/evidence-runner.ts';
import type { PictureSource } from './graph/picture-source.ts';
import type { ImportRunner } from './imports/import-runner.ts';
import type { ScopeClassifier } from './scope/scope-classifier.ts';

/** What this process knows of the installation. */
export interface InstallationStatus {
  readonly version: string;
  readonly flowPorts: readonly number[];
  readonly dataFolder: string | null;
  /** Asked at each request. */
  collector(): 'running' | 'stopped' | 'unknown';
}

export interface UploadLimits {
  /** Where uploads rest until the import is done; made when missing. Default: a folder in the system's temporary one. */
  readonly folder?: string;
  /** Largest file in octets; default 4 GiB. */
  readonly maxOctets?: number;
}

/** Everything the API works with; it opens nothing itself. */
export interface ApiDependencies {
  readonly db: Db;
  readonly imports: ImportRunner;
  readonly status: InstallationStatus;
  readonly accounts?: AccountSettings;
  /** Closed together with the API. */
  readonly events: LiveEventSource;
  /** Closed together with the API. */
  readonly classifier: ScopeClassifier;
  /** Closed together with the API. */
  readonly evidence: EvidenceRunner;
  /** The whole site in memory; without it the database is asked each time. Closed together with the API. */
  readonly picture?: PictureSource;
  /** False: verdicts of rules are not worked out here. */
  readonly keepVerdicts?: boolean;
  /** Folder of the built page; without it only the API is served. */
  readonly webRoot?: string;
  readonly uploads?: UploadLimits;
  /** Services that the map draws as one bundle; the model's list when not given. */
  readonly infrastructure?: readonly InfrastructureService[];
  /** Key and certificate, PEM: it speaks TLS itself, and nothing else. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Reached by TLS only: then browsers are told to stay with it. */
  readonly https?: boolean;
  /** Between two signs of life on an event stream; default 15 s. */
  readonly heartbeatMs?: number;
  /** A pino logger; without one nothing is logged. */
  readonly logger?: FastifyBaseLogger;
}

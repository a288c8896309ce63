import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';
import {
  type AuditTarget,
  isLoopback,
  openCertificate,
  readAuditTarget,
  readCertificate,
  type ServerCertificate,
} from '@scopemap/api';
import { type OptionValues, textOption, UsageError } from './command.ts';

/** Options of a process that serves the page: how it is reached, and where its audit goes. `up` and `serve` take them. */
export const SERVE_OPTIONS: ParseArgsOptionsConfig = {
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  tls: { type: 'boolean' },
  'audit-forward': { type: 'string' },
  'audit-forward-ca': { type: 'string' },
};

export const SERVE_OPTIONS_HELP = `  --tls-cert FILE  certificate for TLS, PEM, with those that vouch for it behind it; --tls-key FILE names its key
  --tls            TLS on the loopback too. On every other address there is TLS in any case: without a certificate of yours, with
                   one that is made at the first start and whose fingerprint is printed
  --audit-forward TARGET
                   sends every entry of the audit on: syslog+tls://HOST:6514 (RFC 5424), syslog+tcp, json+tls or json+tcp
  --audit-forward-ca FILE
                   certificates that vouch for that receiver, PEM (default those that Node brings)`;

export interface ServeOptions {
  readonly files: { readonly cert: string; readonly key: string } | null;
  /** Also where nobody else could listen. */
  readonly always: boolean;
  readonly audit: { readonly target: AuditTarget; readonly caFile: string | undefined } | null;
}

/** Reads them. Throws {@link UsageError} for a half pair, or a target that is none. */
export function serveOptions(values: OptionValues): ServeOptions {
  const [cert, key] = [textOption(values, 'tls-cert'), textOption(values, 'tls-key')];
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--tls-cert and --tls-key go together');
  const caFile = textOption(values, 'audit-forward-ca');
  const target = textOption(values, 'audit-forward');
  if (target === undefined && caFile !== undefined) throw new UsageError('--audit-forward-ca needs --audit-forward');
  return {
    files: cert === undefined || key === undefined ? null : { cert, key },
    always: values.tls === true,
    audit: target === undefined ? null : { target: auditTarget(target), caFile },
  };
}

function auditTarget(text: string): AuditTarget {
  try {
    return readAuditTarget(text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The certificate to serve with; null where plain HTTP is right: on the loopback, unless TLS was asked for. */
export async function certificateFor(
  { files, always }: ServeOptions,
  host: string,
  dataFolder: string,
): Promise<ServerCertificate | null> {
  if (files) return readCertificate(files.cert, files.key);
  if (isLoopback(host) && !always) return null;
  return openCertificate(join(dataFolder, 'tls'), host);
}

/** The certificates of `--audit-forward-ca`. Throws one sentence when the file cannot be read. */
export async function readAuthorities(file: string | undefined): Promise<{ ca?: string }> {
  if (file === undefined) return {};
  try {
    return { ca: await readFile(file, 'utf8') };
  } catch (error) {
    throw new Error(`--audit-forward-ca ${file} cannot be read: ${(error as Error).message}`);
  }
}

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type KeyAndCertificate, selfSignedCertificate } from './self-signed-certificate.ts';

export interface ServerCertificate extends KeyAndCertificate {
  /** SHA-256 of the certificate, hex by octets: what a person compares with what the browser shows. */
  readonly fingerprint: string;
  readonly validTo: Date;
  /** Made here: browsers will ask whether to trust it. */
  readonly selfSigned: boolean;
}

const LEAST_DAYS_LEFT = 1;
const DAY_MS = 86_400_000;

function described({ key, cert }: KeyAndCertificate, where: string, selfSigned: boolean): ServerCertificate {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key))) throw new Error('the key is not that of the certificate');
  } catch (error) {
    throw new Error(`${where} cannot be used for TLS: ${(error as Error).message}`);
  }
  const { fingerprint256: fingerprint, validToDate: validTo } = certificate;
  return { key, cert, fingerprint, validTo, selfSigned };
}

/** Reads a certificate (with those that vouch for it behind it) and its key, both PEM. Throws one sentence that names the files. */
export async function readCertificate(certFile: string, keyFile: string): Promise<ServerCertificate> {
  const [cert, key] = await Promise.all(
    [certFile, keyFile].map((file) =>
      readFile(file, 'utf8').catch((error: Error) => {
        throw new Error(`the TLS file ${file} cannot be read: ${error.message}`);
      }),
    ),
  );
  return described({ cert: cert as string, key: key as string }, `${certFile} with ${keyFile}`, false);
}

/**
 * The certificate that an installation made for itself, in `folder`: at the first start, and again when it has run out. `host`: the
 * address it listens on.
 */
export async function openCertificate(folder: string, host: string, now = new Date()): Promise<ServerCertificate> {
  const files = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const stored = await readCertificate(files.cert, files.key).catch(() => null);
  if (stored && stored.validTo.getTime() > now.getTime() + LEAST_DAYS_LEFT * DAY_MS)
    return { ...stored, selfSigned: true };
  const everywhere = host === '0.0.0.0' || host === '::';
  const names = new Set(['localhost', '127.0.0.1', '::1', hostname(), ...(everywhere ? [] : [host])]);
  const made = selfSignedCertificate([...names], now);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(files.key, made.key, { mode: 0o600 });
  await writeFile(files.cert, made.cert, { mode: 0o600 });
  return described(made, folder, true);
}

/** Whether nobody but this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.[0-9.]+$/.test(host);
}

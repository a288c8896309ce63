import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { parseIp } from '@scopemap/net';
import {
  bitString,
  der,
  integer,
  isTrue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
/** digitalSignature, the first of eight bits. */
const DIGITAL_SIGNATURE = Uint8Array.of(0x80);

/** A browser takes no certificate that holds for longer (825 days). */
const DAYS = 820;
const DAY_MS = 86_400_000;
/** Clocks of those who connect may be behind. */
const BEFORE_MS = DAY_MS;

export interface KeyAndCertificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

function extension(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(id), ...(critical ? [isTrue()] : []), octetString(value));
}

function alternativeName(name: string): Uint8Array {
  const address = parseIp(name);
  return address ? der(IP_ADDRESS, address) : der(DNS_NAME, Buffer.from(name, 'ascii'));
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN ${label}-----\n${(lines ?? []).join('\n')}\n-----END ${label}-----\n`;
}

/**
 * A key (ECDSA P-256) and a certificate (RFC 5280, version 3) for a server that nobody vouches for but its fingerprint. `names`: host
 * names and addresses under which it is reached. Valid from a day before `now` on.
 */
export function selfSignedCertificate(names: readonly string[], now: Date): KeyAndCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(objectIdentifier(ECDSA_WITH_SHA256));
  const name = sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8String('Scopemap'))));
  const begin = new Date(now.getTime() - BEFORE_MS);
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] as number) & 0x3f);
  const extensions = sequence(
    extension(BASIC_CONSTRAINTS, true, sequence()),
    extension(KEY_USAGE, true, bitString(DIGITAL_SIGNATURE, 7)),
    extension(EXTENDED_KEY_USAGE, false, sequence(objectIdentifier(SERVER_AUTHENTICATION))),
    extension(SUBJECT_ALTERNATIVE_NAME, false, sequence(...names.map(alternativeName))),
  );
  const body = sequence(
    der(0xa0, integer(Uint8Array.of(2))),
    integer(serial),
    algorithm,
    name,
    sequence(utcTime(begin), utcTime(new Date(begin.getTime() + DAYS * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  );
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: pem('CERTIFICATE', certificate),
  };
}

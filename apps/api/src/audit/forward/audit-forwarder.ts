import { connect as connectTcp, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import { type AuditEntryRow, type Db, forwardAudit } from '@scopemap/database';
import { framed, jsonLine, syslogMessage } from './audit-line.ts';
import type { AuditTarget } from './audit-target.ts';

export interface AuditForwarderOptions {
  readonly db: Db;
  readonly target: AuditTarget;
  /** Certificates that vouch for the receiver, PEM; those of the system when not given. */
  readonly ca?: string;
  readonly onError: (error: Error) => void;
  /** Between two looks for new entries, milliseconds. */
  readonly intervalMs?: number;
}

export interface AuditForwarder {
  close(): Promise<void>;
}

const INTERVAL_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const CONNECT_MS = 10_000;

/** Resolves when all octets were handed to the receiver's machine; rejects when the connection breaks. */
function written(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error?: Error) => reject(error ?? new Error('the receiver closed the connection'));
    socket.once('error', fail).once('close', fail);
    socket.write(text, (error) => {
      socket.off('error', fail).off('close', fail);
      if (error) reject(error);
      else resolve();
    });
  });
}

function opened({ transport, host, port }: AuditTarget, ca: string | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      transport === 'tls'
        ? connectTls({ host, port, minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) })
        : connectTcp({ host, port });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error(`no answer within ${CONNECT_MS / 1_000} s`)));
    socket.once('error', reject);
    socket.once(transport === 'tls' ? 'secureConnect' : 'connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      // What breaks between two messages is noticed with the next one.
      socket.on('error', () => {});
      // Nobody has anything to say here; without reading, the end of the connection would go unnoticed.
      socket.resume();
      resolve(socket);
    });
  });
}

/**
 * Sends every entry of the audit trail to another system, oldest first, each at least once: where it stands is kept in the database.
 * While the receiver is away it tries again with growing pauses; nothing is left out.
 */
export function startAuditForwarder(options: AuditForwarderOptions): AuditForwarder {
  const { db, target, ca, onError, intervalMs = INTERVAL_MS } = options;
  const host = hostname();
  const lineOf = (entry: AuditEntryRow) =>
    target.format === 'json' ? `${jsonLine(entry)}\n` : framed(syslogMessage(entry, host));
  let socket: Socket | undefined;
  let failures = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const send = async (entries: readonly AuditEntryRow[]) => {
    if (!socket || socket.destroyed || !socket.writable) socket = await opened(target, ca);
    await written(socket, entries.map(lineOf).join(''));
  };

  const run = async (): Promise<void> => {
    try {
      while (!closed && (await forwardAudit(db, target.name, send)) > 0);
      failures = 0;
    } catch (error) {
      failures++;
      socket?.destroy();
      socket = undefined;
      if (!closed) onError(new Error(`${target.name}: ${(error as Error).message}`, { cause: error }));
    }
    if (closed) return;
    timer = setTimeout(
      () => {
        running = run();
      },
      Math.min(intervalMs * 2 ** failures, LONGEST_PAUSE_MS),
    );
  };
  let running = run();

  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
      socket?.destroy();
    },
  };
}

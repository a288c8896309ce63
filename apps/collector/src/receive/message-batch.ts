import type { Libc } from './libc.ts';
import type { PacketSink } from './packet-sink.ts';
import { SenderTexts } from './sender-text.ts';

/** Datagrams that one call takes. */
export const BATCH = 64;

/** A datagram can't be longer, so none is cut off. */
const LARGEST = 65_536;
/** The slots lie apart by more than a power of two, or the beginnings of all datagrams would share a few lines of the cache. */
const STRIDE = LARGEST + 192;
const NAME = 32;
/** sizeof(struct mmsghdr), 64 bits; the length of what came stands behind the `msghdr` of 56 octets. */
const HEADER = 64;
const LENGTH_AT = 56;
const IOVEC = 16;

const MSG_DONTWAIT = 0x40;

/** Errors that only say that there is nothing at present. */
const NOTHING = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR', 'ECONNREFUSED']);

/** Memory for `recvmmsg`: headers (struct mmsghdr), where each points to, senders and payloads. */
export class MessageBatch {
  readonly #libc: Libc;
  readonly #headers = new Uint8Array(new ArrayBuffer(BATCH * HEADER));
  readonly #headerWords = new Uint32Array(this.#headers.buffer);
  readonly #vectors = new Uint8Array(new ArrayBuffer(BATCH * IOVEC));
  readonly #names = new Uint8Array(new ArrayBuffer(BATCH * NAME));
  readonly #nameWords = new Uint32Array(this.#names.buffer);
  readonly #payloads = new Uint8Array(new ArrayBuffer(BATCH * STRIDE));
  readonly #senders = new SenderTexts();

  constructor(libc: Libc) {
    this.#libc = libc;
    const payloads = libc.address(this.#payloads);
    const names = libc.address(this.#names);
    const vectors = libc.address(this.#vectors);
    const vector = new DataView(this.#vectors.buffer);
    const header = new DataView(this.#headers.buffer);
    for (let i = 0; i < BATCH; i++) {
      vector.setBigUint64(i * IOVEC, payloads + BigInt(i * STRIDE), true);
      vector.setBigUint64(i * IOVEC + 8, BigInt(LARGEST), true);
      header.setBigUint64(i * HEADER, names + BigInt(i * NAME), true);
      header.setUint32(i * HEADER + 8, NAME, true);
      header.setBigUint64(i * HEADER + 16, vectors + BigInt(i * IOVEC), true);
      header.setBigUint64(i * HEADER + 24, 1n, true);
    }
  }

  /** Moves what a socket has, at most {@link BATCH} datagrams, to the sink. Returns how many; throws when the socket works no more. */
  receive(fd: number, sink: PacketSink): number {
    const count = this.#libc.recvmmsg(fd, this.#headers, BATCH, MSG_DONTWAIT, null);
    if (count < 0) {
      const { number, name } = this.#libc.errno();
      if (NOTHING.has(name)) return 0;
      throw Object.assign(new Error(`recvmmsg: ${this.#libc.strerror(number)}`), { code: name });
    }
    const now = Date.now();
    for (let i = 0; i < count; i++) {
      const length = this.#headerWords[(i * HEADER + LENGTH_AT) / 4] as number;
      const name = (i * NAME) / 4;
      const sender = this.#senders.ofSocketAddress(this.#nameWords, name);
      const networkPort = (this.#nameWords[name] as number) >>> 16;
      const port = (networkPort >>> 8) | ((networkPort & 0xff) << 8);
      sink.take(sender, port, now, this.#payloads.subarray(i * STRIDE, i * STRIDE + length));
      // The kernel shortens it to the sender's family.
      this.#headerWords[(i * HEADER + 8) / 4] = NAME;
    }
    return count;
  }
}

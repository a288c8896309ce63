/** The functions of the C library that the batch path calls, on Linux. Each returns -1 on failure; `errno()` then says why. */
export interface Libc {
  socket(family: number, type: number, protocol: number): number;
  bind(socket: number, address: Uint8Array, length: number): number;
  getsockname(socket: number, address: Uint8Array, length: Uint32Array): number;
  setsockopt(socket: number, level: number, option: number, value: Int32Array, length: number): number;
  getsockopt(socket: number, level: number, option: number, value: Uint32Array, length: Uint32Array): number;
  recvmmsg(socket: number, messages: Uint8Array, count: number, flags: number, timeout: null): number;
  poll(sockets: Uint8Array, count: number, timeoutMs: number): number;
  close(socket: number): number;
  strerror(errno: number): string;
  /** Where the memory of an array lies. It must have been made from an ArrayBuffer, which the engine never moves. */
  address(memory: Uint8Array): bigint;
  /** The last failure: number and name, e.g. `EAGAIN`. */
  errno(): { readonly number: number; readonly name: string };
}

/** Loads them. Rejects with the reason when this platform has no such thing. */
export async function loadLibc(): Promise<Libc> {
  const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch) || !isLittleEndian) {
    throw new Error(`recvmmsg is used on Linux for x64 and arm64, not on ${process.platform} for ${process.arch}`);
  }
  // On demand: where its native part is missing, importing it fails.
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const names = new Map(Object.entries(koffi.os.errno).map(([name, number]) => [number, name]));
  return {
    socket: library.func('int socket(int, int, int)'),
    bind: library.func('int bind(int, void *, uint32_t)'),
    getsockname: library.func('int getsockname(int, void *, void *)'),
    setsockopt: library.func('int setsockopt(int, int, int, void *, uint32_t)'),
    getsockopt: library.func('int getsockopt(int, int, int, void *, void *)'),
    recvmmsg: library.func('int recvmmsg(int, void *, uint32_t, int, void *)'),
    poll: library.func('int poll(void *, unsigned long, int)'),
    close: library.func('int close(int)'),
    strerror: library.func('str strerror(int)'),
    address: (memory) => koffi.address(memory),
    errno: () => {
      const number = koffi.errno();
      return { number, name: names.get(number) ?? `errno ${number}` };
    },
  };
}

/** One frame of a capture file, as captured. */
export interface CapturedFrame {
  /** 1-based number of the packet in the file, as Wireshark counts. */
  readonly index: number;
  /** Byte offset of the packet's record or block in the file. */
  readonly offset: number;
  /** Milliseconds since 1970 UTC with fractions; null when the file has none (pcapng simple packet block). */
  readonly time: number | null;
  /** LINKTYPE_ number of the interface. */
  readonly linkType: number;
  /** The captured bytes. They may share memory with the chunk that was pushed. */
  readonly bytes: Uint8Array;
  /** Length on the wire; more than `bytes.length` when the snap length cut the frame. */
  readonly originalLength: number;
}

/** Whether all bytes from `from` up to `to` are 0: padding, or a rest of the datagram that was never filled. */
export function isZero(view: DataView, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (view.getUint8(i) !== 0) return false;
  return true;
}

export {
  CAPTURE_PROBLEMS,
  type CaptureProblem,
  type CaptureProblemCode,
  type OnCaptureProblem,
} from './capture-problem.ts';
export {
  type CaptureCounters,
  type CaptureReader,
  type CaptureReaderOptions,
  createCaptureReader,
} from './capture-reader.ts';
export type { CapturedFrame } from './captured-frame.ts';
export {
  createDatagramReader,
  type DatagramCounters,
  type DatagramReader,
  type DatagramReaderOptions,
  udpDatagrams,
} from './datagram-reader.ts';
export { exportTime, isExportDatagram } from './export-datagram-shape.ts';
export type { UdpDatagram } from './udp-datagram.ts';
export { type CaptureDatagram, captureHeader, capturePacket, writeCapture } from './write-capture.ts';

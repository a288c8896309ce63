/** A file that is no result of nmap, or one that no honest nmap writes; the message is one sentence without the file's name. */
export class NmapXmlError extends Error {
  override readonly name = 'NmapXmlError';
}

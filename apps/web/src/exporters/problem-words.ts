/** What the codes of decoder, capture reader and collector mean for a reader of the page. */
export const PROBLEM_WORDS: Readonly<Record<string, string>> = {
  'datagram-too-short': 'a datagram too short for a message header',
  'unknown-version': 'a datagram that is no supported export version (1, 5, 7, 9, 10)',
  'count-does-not-fit': 'a message that states more records than it has room for; nothing of it was read',
  'trailing-bytes': 'bytes after the last record; what came before was read',
  'message-length': 'a message whose stated length is not its own; read to its end',
  'set-length': 'a set whose stated length cannot be; it and what follows it were not read',
  'reserved-set-id': 'a set with an id that no standard defines; skipped',
  'template-truncated': 'a template cut short',
  'template-id': 'a template with an id below 256; not stored',
  'template-scope': 'an options template without valid scope fields; not stored',
  'template-redefined': 'a template id used again with other fields; the new definition holds',
  'template-limit': 'a template beyond the limit per exporter; not stored',
  'no-template': 'data that came before its template; it waits for it',
  'template-record-length-0': 'data whose template describes empty records; not read',
  'record-truncated': 'a record that runs over the end of its set; the rest of the set was not read',
  'element-length': 'a field with a length its type cannot have; left empty',
  'value-too-large': 'a value too large to be true; left empty',
  'waiting-set-dropped': 'data whose template never came; given up',
  'too-many-sources': 'more exporters than the limit; the one silent for longest was forgotten',
  'receive-queue-full': 'datagrams dropped because they came faster than they could be read',
  'exporter-clock': 'records with an impossible time; the time of arrival was used',
  'address-evidence-limit':
    'records whose translated or hardware address was beyond the limit per window; their traffic was read',
  'growth-limit':
    'flows of new relationships that were not stored: there were too many new ones within 24 hours',
  'window-lost': 'a window of relationships that could not be stored',
  'empty-file': 'the file has no bytes',
  'not-a-capture': 'the file starts like neither pcap nor pcapng',
  'truncated-file': 'the file ends inside a packet; everything before it was read',
  'oversize-block': 'a packet larger than the limit; skipped',
  'invalid-block': 'a block that contradicts the format; not read',
  'unknown-block': 'a block of an unknown type; skipped',
  'unknown-interface': 'a packet of an interface that the file does not describe; skipped',
  'too-many-interfaces': 'packets of interfaces beyond the limit; skipped',
  'unsupported-link-type': 'packets of a link type that cannot be read',
  'malformed-frame': 'a frame whose headers contradict its length; skipped',
  'cut-frame': 'a frame that the capture cut short',
  'overlapping-fragments': 'a datagram with overlapping fragments; dropped (RFC 5722)',
  'incomplete-datagram': 'a datagram whose fragments did not all come; dropped',
  'fragment-limit': 'a fragmented datagram beyond the memory limit; dropped',
};

/** What the collector itself lost. */
export const LOSS_WORDS: Readonly<Record<string, string>> = {
  'kernel-drop': 'dropped by the system, because its receive buffer was full',
  'receive-queue-full':
    'dropped because they came faster than they could be read, from more senders than are told apart',
  'not-admitted': 'not read, because their senders wait to be admitted or are refused',
  'exporter-limit': 'read, but not counted by exporter: there were more senders than an account is kept of',
};

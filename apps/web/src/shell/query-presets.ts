/** Questions that people ask most, each as a query. */
export const QUERY_PRESETS: readonly { readonly label: string; readonly query: string }[] = [
  { label: 'Into the CDE from elsewhere', query: 'dst.cat:cde -src.cat:cde' },
  { label: 'Out of the CDE to elsewhere', query: 'src.cat:cde -dst.cat:cde' },
  { label: 'Unreviewed', query: 'status:unreviewed' },
  { label: 'New in the last 7 days', query: 'new:7d' },
  { label: 'Crosses the scope boundary', query: 'cat:in-scope cat:out,external' },
  {
    // Services in clear text that PCI DSS 1.2.6 asks to be defended: FTP, Telnet, TFTP, HTTP, POP3, IMAP, SNMP, LDAP, rlogin, VNC.
    label: 'Insecure services',
    query: 'port:20-21,23,69,80,110,143,161,389,512-514,5900-5906 state:established',
  },
  { label: 'In scope without business need', query: 'cat:in-scope justified:no' },
  { label: 'Direction not known', query: 'directed:no' },
];

import {
  FileLook,
  FileLookDraft,
  ListDraft,
  ListImportList,
  ListPreview,
  ListPreviewDraft,
  MAX_LIST_TEXT,
} from './lists.ts';
import { Created, Withdrawal } from './provenance.ts';
import { Id } from './request-parts.ts';

/** Text as JSON: quotes and line ends take two octets, other signs up to six. */
const MAX_BODY = MAX_LIST_TEXT * 2;

/** Lists of the staff as CSV files. What holds now comes as `GET /api/lists/KIND.csv`, in the form that these take. */
export const listEndpoints = {
  listImports: { method: 'GET', path: '/api/lists', response: ListImportList },
  previewList: {
    method: 'POST',
    path: '/api/lists/preview',
    body: ListPreviewDraft,
    maxOctets: MAX_BODY,
    response: ListPreview,
  },
  importList: { method: 'POST', path: '/api/lists', body: ListDraft, maxOctets: MAX_BODY, response: Created },
  /** Approvals are given by others than lists of what there is. */
  importApprovals: {
    method: 'POST',
    path: '/api/lists/approvals',
    body: ListDraft,
    maxOctets: MAX_BODY,
    response: Created,
  },
  undoApprovals: {
    method: 'POST',
    path: '/api/lists/approvals/:id/undo',
    params: Id,
    body: Withdrawal,
    response: ListImportList,
  },
  undoList: { method: 'POST', path: '/api/lists/:id/undo', params: Id, body: Withdrawal, response: ListImportList },
  lookAtFile: { method: 'POST', path: '/api/imports/look', body: FileLookDraft, response: FileLook },
} as const;

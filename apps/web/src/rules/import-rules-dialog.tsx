import { Button, FileButton, Modal, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type Control, RuleFormat, type RulePreview } from '@scopemap/contract';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/client.ts';
import type { ApiProblem } from '../api/problem.ts';
import { useChange } from '../api/use-endpoint.ts';
import { ErrorNotice } from '../ui/error-notice.tsx';
import { PreviewReport } from './preview-report.tsx';
import { FORMAT_WORDS } from './rule-words.ts';

const NEW_CONTROL = 'new';
const AUTO = '';

interface ImportRulesDialogProps {
  controls: readonly Control[];
  /** The control that the rules belong to; null: to be chosen. */
  control: Control | null;
  /** One that was chosen before. */
  file?: { readonly fileName: string; readonly text: string };
  onClose: () => void;
}

/** Paste or choose a rule file, see what was understood of it, then store it as the next version of a control. */
export function ImportRulesDialog({ controls, control, file, onClose }: ImportRulesDialogProps) {
  const [target, setTarget] = useState(String(control?.id ?? controls[0]?.id ?? NEW_CONTROL));
  const [name, setName] = useState('');
  const [text, setText] = useState(file?.text ?? '');
  const [format, setFormat] = useState<RuleFormat | typeof AUTO>(AUTO);
  const [fileName, setFileName] = useState(file?.fileName ?? '');
  const [takenAt, setTakenAt] = useState(() => new Date().toISOString().slice(0, 16));
  const [reason, setReason] = useState('');
  const preview = useMutation<RulePreview, ApiProblem>({
    mutationFn: () => call('previewRules', { body: { text, format: format === AUTO ? null : format } }),
  });
  const store = useChange('importRules', onClose);
  const addControl = useChange('addControl');
  const problem = store.error ?? addControl.error;
  const fields = { ...preview.error?.fields, ...problem?.fields };

  const change = (next: string) => {
    setText(next);
    preview.reset();
    store.reset();
  };
  const open = async (file: File | null) => {
    if (!file) return;
    setFileName(file.name);
    change(await file.text());
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!preview.data) return preview.mutate();
    const controlId =
      target === NEW_CONTROL
        ? (await addControl.mutateAsync({ body: { name, address: null, description: null, changedAt: null, reason } }))
            .id
        : Number(target);
    // Once it is there, a second try must not add it again.
    setTarget(String(controlId));
    store.mutate({
      body: {
        controlId,
        text,
        format: preview.data.format,
        fileName: fileName.trim() || 'pasted text',
        takenAt: new Date(`${takenAt}Z`).toISOString(),
        reason,
      },
    });
  };
  const ready = preview.data !== undefined;
  const complete = reason.trim().length >= 3 && (target !== NEW_CONTROL || name.trim() !== '');

  return (
    <Modal opened onClose={onClose} title="Import rules" size="xl">
      <form className="stack" onSubmit={(event) => void submit(event).catch(() => {})} noValidate>
        <div className="row">
          <FileButton onChange={(file) => void open(file)}>
            {(props) => (
              <Button variant="default" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
          <span className="muted">{fileName || 'or paste its text below'}</span>
        </div>
        <Textarea
          data-autofocus
          label="Text of the rule file"
          description="As the device prints it; nothing is stored before you have seen what was understood"
          rows={8}
          autosize={false}
          value={text}
          error={fields.text}
          spellCheck={false}
          onChange={(event) => change(event.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--font-mono)', fontSize: 12 } }}
        />
        <NativeSelect
          label="Format"
          data={[
            { value: AUTO, label: 'Find out from the text' },
            ...RuleFormat.options.map((each) => ({ value: each, label: FORMAT_WORDS[each] })),
          ]}
          value={format}
          error={fields.format}
          onChange={(event) => {
            setFormat(event.currentTarget.value as RuleFormat | typeof AUTO);
            preview.reset();
          }}
        />
        {preview.error && Object.keys(preview.error.fields).length === 0 && (
          <ErrorNotice what="The text could not be read" problem={preview.error} />
        )}
        {preview.data && <PreviewReport preview={preview.data} />}
        {preview.data && (
          <>
            <NativeSelect
              label="Control"
              description="The device or service that enforces these rules"
              data={[
                ...controls.map((each) => ({ value: String(each.id), label: each.name })),
                { value: NEW_CONTROL, label: 'A new control …' },
              ]}
              value={target}
              error={fields.controlId}
              onChange={(event) => setTarget(event.currentTarget.value)}
            />
            {target === NEW_CONTROL && (
              <TextInput
                label="Name of the control"
                placeholder="Firewall headquarters"
                value={name}
                error={fields.name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            <TextInput
              type="datetime-local"
              label="Taken from the device (UTC)"
              value={takenAt}
              error={fields.takenAt}
              onChange={(event) => setTakenAt(event.currentTarget.value)}
            />
            <Textarea
              label="Reason"
              description="So that an assessor can follow it"
              rows={2}
              value={reason}
              error={fields.reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        {problem && <ErrorNotice what="The rules were not stored" problem={problem} />}
        <div className="row dialog-actions">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            disabled={ready ? !complete : text.trim() === ''}
            loading={preview.isPending || store.isPending || addControl.isPending}
          >
            {ready ? 'Store these rules' : 'Preview'}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

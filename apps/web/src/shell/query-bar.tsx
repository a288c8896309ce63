import { Button, Combobox, Menu, TextInput, useCombobox } from '@mantine/core';
import { completeQuery } from '@scopemap/query-language';
import { useCallback, useEffect, useRef, useState } from 'react';
import { QUERY_PRESETS } from './query-presets.ts';
import { queryProblem } from './read-query.ts';
import { useVocabulary } from './use-vocabulary.ts';
import './query-bar.css';

const TYPING_MS = 350;

interface QueryBarProps {
  /** The query that the views are narrowed by; always one that can be used. */
  value: string;
  onChange: (query: string) => void;
}

/**
 * The one query of every view. What is typed takes effect a moment later, if it can be used; otherwise the last good query
 * holds and the place of the fault is named.
 */
export function QueryBar({ value, onChange }: QueryBarProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [cursor, setCursor] = useState(value.length);
  const [settled, setSettled] = useState(value);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const completions = completeQuery(text, cursor, useVocabulary(text.slice(0, cursor)));
  const problem = queryProblem(settled);

  const settle = useCallback(
    (next: string) => {
      setSettled(next);
      if (next.trim() !== value.trim() && !queryProblem(next)) onChange(next.trim());
    },
    [value, onChange],
  );
  useEffect(() => {
    // What was typed stays as it was typed; a query that comes from elsewhere, such as a link, replaces it.
    setText((typed) => (typed.trim() === value.trim() ? typed : value));
    setSettled((typed) => (typed.trim() === value.trim() ? typed : value));
  }, [value]);
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => settle(text), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, settled, settle]);

  const write = (next: string, at: number) => {
    setText(next);
    setCursor(at);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const accept = (insert: string) => {
    const { from, to } = completions.replaces;
    const space = insert.endsWith(':') ? '' : ' ';
    write(`${text.slice(0, from)}${insert}${space}${text.slice(to)}`, from + insert.length + space.length);
    if (space) combobox.closeDropdown();
    else combobox.resetSelectedOption();
    input.current?.focus();
  };

  return (
    <div className="query-bar">
      <Combobox store={combobox} onOptionSubmit={accept} width={420} position="bottom-start">
        <Combobox.Target withExpandedAttribute>
          <TextInput
            ref={input}
            aria-label="Query"
            placeholder="Filter: cat:cde zone:office 10.1.0.0/16 svc:https status:unreviewed"
            value={text}
            spellCheck={false}
            autoComplete="off"
            error={problem !== null}
            aria-describedby={problem ? 'query-problem' : undefined}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setCursor(event.currentTarget.selectionStart ?? event.currentTarget.value.length);
              combobox.openDropdown();
              combobox.resetSelectedOption();
            }}
            onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? text.length)}
            onClick={() => combobox.openDropdown()}
            onBlur={() => combobox.closeDropdown()}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !combobox.dropdownOpened) write('', 0);
              if (event.key === 'Enter' && combobox.getSelectedOptionIndex() === -1) {
                settle(text);
                combobox.closeDropdown();
              }
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={completions.items.length === 0}>
          <Combobox.Options aria-label="Completions">
            {completions.items.map((item) => (
              <Combobox.Option key={item.insert} value={item.insert}>
                <code>{item.label}</code> <span className="muted">{item.about}</span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" size="compact-sm">
            Presets
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {QUERY_PRESETS.map((preset) => (
            <Menu.Item
              key={preset.label}
              onClick={() => {
                write(preset.query, preset.query.length);
                settle(preset.query);
              }}
            >
              {preset.label}
              <code className="query-preset">{preset.query}</code>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {problem && (
        <p className="query-problem" id="query-problem" role="status">
          <code>
            {settled.slice(0, problem.from)}
            <mark>{settled.slice(problem.from, problem.to) || '␣'}</mark>
            {settled.slice(problem.to)}
          </code>{' '}
          {problem.message}.
          {problem.expected.length > 0 && ` Did you mean ${problem.expected.slice(0, 3).join(' or ')}?`}
          {value ? ' The query before still holds.' : ' Nothing is filtered by it.'}
        </p>
      )}
    </div>
  );
}

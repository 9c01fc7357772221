import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import { MentionRegular } from '@fluentui/react-icons/svg/mention';
import { SendFilled } from '@fluentui/react-icons/svg/send';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Conversation, Person } from '../api/shapes.ts';
import { isGuest } from '../people/about-person.ts';
import { t } from '../texts.ts';
import { AttachButton } from './attach-button.tsx';
import { AttachedFiles } from './attached-files.tsx';
import { markMentions, mayMean, mentionBefore, mentions } from './mentions.ts';
import { Suggestions } from './suggestions.tsx';
import { useDraft } from './use-draft.ts';
import { useSending } from './use-sending.ts';

const useStyles = makeStyles({
  box: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottom: `2px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus-within': { borderBottomColor: tokens.colorCompoundBrandStroke },
  },
  input: {
    boxSizing: 'border-box',
    width: '100%',
    minHeight: '38px',
    maxHeight: '180px',
    padding: '9px 12px 4px',
    border: 'none',
    outline: 'none',
    resize: 'none',
    fieldSizing: 'content',
    backgroundColor: 'transparent',
    color: tokens.colorNeutralForeground1,
    fontFamily: tokens.fontFamilyBase,
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    '::placeholder': { color: tokens.colorNeutralForeground4 },
  },
  tools: { display: 'flex', alignItems: 'center', padding: '0 4px 4px' },
  hint: {
    flexGrow: 1,
    padding: '0 8px',
    color: tokens.colorNeutralForeground3,
    textAlign: 'end',
  },
  option: {
    position: 'absolute',
    bottom: 'calc(100% + 4px)',
    left: 0,
    padding: '4px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  refusal: { marginBottom: '8px' },
  compact: { minHeight: '34px' },
});

/** Where a message is written. `thread`: an answer in a channel. */
export function Composer(props: {
  viewer: Person;
  conversation: Conversation;
  botName: string;
  thread?: string;
  files: File[];
  onFiles(files: File[]): void;
  onSent?(): void;
  /** Whether sentences to begin with are offered. */
  suggest?: boolean;
}) {
  const { viewer, conversation, botName, thread, files, onFiles } = props;
  const styles = useStyles();
  const place = thread ? `${conversation.id};messageid=${thread}` : conversation.id;
  const [text, setText] = useDraft(`${viewer.key} ${place}`);
  const [cursor, setCursor] = useState(0);
  const input = useRef<HTMLTextAreaElement>(null);
  const { send, refusal } = useSending(viewer, place);
  const shared = conversation.kind !== 'personal';
  const started = shared ? mentionBefore(text, cursor) : null;
  const offered = started !== null && mayMean(started.typed, botName) && started.typed !== botName;
  const empty = text.trim() === '' && files.length === 0;

  const mention = () => {
    const from = offered && started ? started.start : cursor;
    const rest = text.slice(offered ? cursor : from);
    const gap = from > 0 && !/\s$/.test(text.slice(0, from)) ? ' ' : '';
    const before = `${text.slice(0, from)}${gap}@${botName} `;
    setText(before + rest.trimStart());
    setCursor(before.length);
    input.current?.focus();
  };
  const submit = async () => {
    if (empty) return;
    const sent = { text, files };
    setText('');
    onFiles([]);
    if (await send(shared ? markMentions(text.trim(), botName) : text.trim(), files)) {
      props.onSent?.();
    } else {
      setText(sent.text);
      onFiles(sent.files);
    }
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (offered && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      mention();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  };

  return (
    <div>
      {refusal ? (
        <MessageBar intent="error" className={styles.refusal}>
          <MessageBarBody>{refusal}</MessageBarBody>
        </MessageBar>
      ) : null}
      {props.suggest && text === '' ? (
        <Suggestions
          forGuest={isGuest(viewer)}
          onChoose={(sentence) => {
            setText(shared ? `@${botName} ${sentence}` : sentence);
            input.current?.focus();
          }}
        />
      ) : null}
      <div className={styles.box}>
        {offered ? (
          <div className={styles.option}>
            <Button appearance="subtle" icon={<MentionRegular />} onClick={mention}>
              {t('compose.mentionNamed', { name: botName })}
            </Button>
          </div>
        ) : null}
        <textarea
          id={thread ? undefined : 'composer'}
          ref={input}
          rows={1}
          value={text}
          className={mergeClasses(styles.input, thread && styles.compact)}
          aria-label={t(thread ? 'compose.reply' : 'compose.label')}
          placeholder={t(
            thread
              ? 'compose.reply'
              : conversation.kind === 'channel'
                ? 'compose.startPost'
                : 'compose.label',
          )}
          onChange={(event) => {
            setText(event.target.value);
            setCursor(event.target.selectionStart);
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (shared || pasted.length === 0) return;
            event.preventDefault();
            onFiles([...files, ...pasted]);
          }}
          onKeyDown={onKey}
        />
        <AttachedFiles files={files} onChange={onFiles} />
        <div className={styles.tools}>
          {shared ? (
            <Button
              appearance="subtle"
              icon={<MentionRegular />}
              aria-label={t('compose.mentionNamed', { name: botName })}
              title={t('compose.mentionNamed', { name: botName })}
              onClick={mention}
            />
          ) : (
            <AttachButton onFiles={(chosen) => onFiles([...files, ...chosen])} />
          )}
          <Text size={200} className={styles.hint}>
            {shared && !mentions(text, botName)
              ? t('compose.mentionHint', { name: botName })
              : null}
          </Text>
          <Button
            appearance="subtle"
            icon={<SendFilled color={empty ? undefined : tokens.colorBrandForeground1} />}
            aria-label={t('compose.send')}
            title={t('compose.send')}
            disabled={empty}
            onClick={() => void submit()}
          />
        </div>
      </div>
    </div>
  );
}

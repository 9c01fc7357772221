import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { DocumentRegular } from '@fluentui/react-icons/svg/document';
import { CardView } from '../adaptive/card-view.tsx';
import { messageToHtml } from '../adaptive/markdown.ts';
import type { Person } from '../api/shapes.ts';
import { t } from '../texts.ts';
import type { ChatMessage } from './fold-messages.ts';
import './message-text.css';
import { splitText, type TextPiece } from './split-text.ts';

const useStyles = makeStyles({
  files: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '4px' },
  file: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '8px',
    maxWidth: '100%',
    padding: '6px 12px 6px 8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    overflowWrap: 'anywhere',
  },
  deleted: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
});

/** A message's words and files; its cards stand beside them. */
export function MessageWords({ message, fromBot }: { message: ChatMessage; fromBot: boolean }) {
  const styles = useStyles();
  if (message.deleted) return <span className={styles.deleted}>{t('message.deleted')}</span>;
  return (
    <>
      {message.text ? (
        <MessageText text={message.text} markdown={fromBot && message.markdown} />
      ) : null}
      {message.files.length > 0 ? (
        <div className={styles.files}>
          {message.files.map((name) => (
            <span key={name} className={styles.file}>
              <DocumentRegular fontSize={20} aria-hidden />
              {name}
            </span>
          ))}
        </div>
      ) : null}
    </>
  );
}

function MessageText({ text, markdown }: { text: string; markdown: boolean }) {
  if (markdown) {
    // Made by markdown-it with markup switched off: whatever people wrote is escaped.
    const html = { __html: messageToHtml(text) };
    // biome-ignore lint/security/noDangerouslySetInnerHtml: see above
    return <div className="message-text" dangerouslySetInnerHTML={html} />;
  }
  const pieces = splitText(text).map((piece, index) => ({ ...piece, key: index }));
  return (
    <div className="message-text plain">
      {pieces.map(({ key, ...piece }) => (
        <Piece key={key} piece={piece} />
      ))}
    </div>
  );
}

function Piece({ piece }: { piece: TextPiece }) {
  switch (piece.kind) {
    case 'mention':
      return <span className="mention">{piece.text}</span>;
    case 'link':
      return (
        <Link href={piece.href} target="_blank" rel="noopener noreferrer" inline>
          {piece.text}
        </Link>
      );
    default:
      return piece.text;
  }
}

/** The cards of a message, each as `viewer` sees it. */
export function MessageCards({ message, viewer }: { message: ChatMessage; viewer: Person }) {
  return message.cards.map((card, index) => (
    <CardView
      // biome-ignore lint/suspicious/noArrayIndexKey: a card has no other name, and its place does not change
      key={`${viewer.key} ${index}`}
      message={message}
      cardIndex={index}
      card={card}
      viewer={viewer}
    />
  ));
}

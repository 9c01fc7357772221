import { Button, makeStyles, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '8px', width: 'min(480px, 100%)' },
  buttons: { display: 'flex', justifyContent: 'flex-end', gap: '8px' },
});

/** The place of a message while its words are changed. */
export function EditMessage(props: {
  text: string;
  onSave(text: string): Promise<void>;
  onCancel(): void;
}) {
  const styles = useStyles();
  const [text, setText] = useState(props.text);
  const [saving, setSaving] = useState(false);
  const save = () => {
    setSaving(true);
    props.onSave(text).catch(() => setSaving(false));
  };
  return (
    <div className={styles.form}>
      <Textarea
        aria-label={t('message.edit')}
        value={text}
        resize="vertical"
        autoFocus
        onChange={(_, { value }) => setText(value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') props.onCancel();
        }}
      />
      <div className={styles.buttons}>
        <Button onClick={props.onCancel}>{t('message.cancel')}</Button>
        <Button appearance="primary" disabled={saving || text.trim() === ''} onClick={save}>
          {t('message.save')}
        </Button>
      </div>
    </div>
  );
}

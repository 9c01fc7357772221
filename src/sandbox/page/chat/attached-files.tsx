import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { DocumentRegular } from '@fluentui/react-icons/svg/document';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  list: { display: 'flex', flexWrap: 'wrap', gap: '6px', padding: '4px 12px', margin: 0 },
  file: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    padding: '2px 2px 2px 8px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

/** The files that go with the next message. */
export function AttachedFiles({
  files,
  onChange,
}: {
  files: File[];
  onChange(files: File[]): void;
}) {
  const styles = useStyles();
  if (files.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={t('compose.files')}>
      {files.map((file) => (
        <li key={`${file.name} ${file.size} ${file.lastModified}`} className={styles.file}>
          <DocumentRegular fontSize={16} aria-hidden />
          {file.name}
          <Button
            appearance="subtle"
            size="small"
            icon={<DismissRegular />}
            aria-label={t('compose.removeFile', { name: file.name })}
            onClick={() => onChange(files.filter((each) => each !== file))}
          />
        </li>
      ))}
    </ul>
  );
}

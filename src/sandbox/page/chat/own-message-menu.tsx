import {
  Button,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { EditRegular } from '@fluentui/react-icons/svg/edit';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { t } from '../texts.ts';

const useStyles = makeStyles({
  button: { opacity: 0, ':focus-visible': { opacity: 1 }, '@media (hover: none)': { opacity: 1 } },
});

/** What one can do with a message of one's own. Shown when the pointer or the keyboard is there. */
export function OwnMessageMenu({ onEdit, onDelete }: { onEdit(): void; onDelete(): void }) {
  const styles = useStyles();
  return (
    <Menu positioning="below-end">
      <MenuTrigger disableButtonEnhancement>
        <Button
          className={styles.button}
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={t('message.more')}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem icon={<EditRegular />} onClick={onEdit}>
            {t('message.edit')}
          </MenuItem>
          <MenuItem icon={<DeleteRegular />} onClick={onDelete}>
            {t('message.delete')}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

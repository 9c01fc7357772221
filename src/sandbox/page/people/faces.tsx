import { Avatar, type AvatarProps, makeStyles } from '@fluentui/react-components';
import { GuestRegular } from '@fluentui/react-icons/svg/guest';

const useStyles = makeStyles({
  bot: { borderRadius: '25%', flexShrink: 0, display: 'block' },
});

/** Guestlist's own picture. */
export function BotFace({ size }: { size: number }) {
  const styles = useStyles();
  return <img src="/icon.svg" alt="" width={size} height={size} className={styles.bot} />;
}

/** A person's initials in their own colour; a guest whose name is an address gets a figure. */
export function PersonFace({ name, size }: { name: string; size: AvatarProps['size'] }) {
  const isAddress = name.includes('@');
  return (
    <Avatar
      aria-hidden
      name={name}
      size={size}
      color="colorful"
      idForColor={name}
      {...(isAddress ? { initials: '', icon: <GuestRegular /> } : {})}
    />
  );
}

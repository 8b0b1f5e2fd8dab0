import { useLocalStorage } from '@mantine/hooks';

/** From this width on there is room for the filters beside map and panel. */
const ROOMY = 1600;

/** Whether the filters stand beside the map and the images: a person's choice, which stays. */
export function useFacetsOpen(): [isOpen: boolean, toggle: () => void] {
  const [isOpen, open] = useLocalStorage({
    key: 'lpntk-filters',
    defaultValue: window.innerWidth >= ROOMY,
    getInitialValueInEffect: false,
  });
  return [
    isOpen,
    () => {
      open(!isOpen);
    },
  ];
}

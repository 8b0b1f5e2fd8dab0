import { Modal, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { imageUrl } from '../../client/urls';
import { className, useAnalysisPage } from '../../selection/page';
import { LargePreview } from '../../selection/preview/LargePreview';
import { SamplePreview } from '../../selection/preview/SamplePreview';
import { valueAt } from '../../shared/valueAt';
import classes from './FullImage.module.css';

interface FullImageProps {
  row: number;
  /** Side in CSS pixels. */
  size: number;
  /** Where the image was read from, where that is known. */
  location: string | null | undefined;
}

/** The chosen sample's image; a click opens it at its own size. */
export function FullImage({ row, size, location }: FullImageProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const [isOpen, open] = useState(false);
  const index = valueAt(samples.index, row);
  const words = `Sample ${String(index)}, labelled ${className(classNames, valueAt(samples.label, row))}`;
  return (
    <>
      <UnstyledButton
        className={classes.button}
        title="Open the image at its own size"
        onClick={() => {
          open(true);
        }}
      >
        <LargePreview dataset={analysis} index={index} size={size} alt={words} />
      </UnstyledButton>
      <Modal
        opened={isOpen}
        onClose={() => {
          open(false);
        }}
        title={words}
        size="auto"
        centered
      >
        {isOpen && <OwnSize index={index} alt={words} location={location} />}
      </Modal>
    </>
  );
}

interface OwnSizeProps {
  index: number;
  alt: string;
  location: string | null | undefined;
}

/** How large a small image is shown, in CSS pixels. */
const ROOM = 560;

function OwnSize({ index, alt, location }: OwnSizeProps) {
  const { analysis } = useAnalysisPage();
  const [size, setSize] = useState<{ width: number; height: number } | 'missing'>();
  const scale = typeof size === 'object' ? Math.floor(ROOM / Math.max(size.width, size.height)) : 1;
  return (
    <figure className={classes.figure}>
      {size === 'missing' ? (
        <SamplePreview dataset={analysis} index={index} size={ROOM} alt={alt} />
      ) : (
        <img
          src={imageUrl(analysis, index)}
          alt={alt}
          data-pixelated={scale > 1 || undefined}
          style={typeof size === 'object' && scale > 1 ? { width: scale * size.width } : undefined}
          onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
            setSize({ width, height });
          }}
          onError={() => {
            setSize('missing');
          }}
        />
      )}
      <figcaption>
        {size === 'missing' ? (
          'What it was read from is not there any more: this is its preview.'
        ) : (
          <span className="numbers">
            {size && `${String(size.width)} × ${String(size.height)} pixels`}
            {scale > 1 && `, shown ${String(scale)} times as large`}
          </span>
        )}
        {location && <code>{location}</code>}
      </figcaption>
    </figure>
  );
}

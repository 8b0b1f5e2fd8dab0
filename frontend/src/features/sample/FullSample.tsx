import { Modal, SegmentedControl, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ownImageQuery } from '../../client/queries';
import { className, useAnalysisPage } from '../../selection/page';
import { useModality } from '../../selection/preview/modalities';
import { SamplePreview, WholeSample } from '../../selection/preview/SamplePreview';
import { takesEscape } from '../../shared/escape';
import { valueAt } from '../../shared/valueAt';
import classes from './FullSample.module.css';

interface FullSampleProps {
  row: number;
  /** Side in CSS pixels. */
  size: number;
  /** Where it was read from, where that is known. */
  location: string | null | undefined;
}

/** All of the chosen sample; of an image a click opens it at its own size. */
export function FullSample({ row, size, location }: FullSampleProps) {
  const { analysis, samples, classNames } = useAnalysisPage();
  const { hasPixels } = useModality();
  const [isOpen, open] = useState(false);
  const close = () => {
    open(false);
  };
  const index = valueAt(samples.index, row);
  const words = `Sample ${String(index)}, labelled ${className(classNames, valueAt(samples.label, row))}`;
  const whole = <WholeSample dataset={analysis} index={index} size={size} alt={words} />;
  if (!hasPixels) return whole;
  return (
    <>
      <UnstyledButton
        className={classes.button}
        title="Open the image at its own size"
        onClick={() => {
          open(true);
        }}
      >
        {whole}
      </UnstyledButton>
      <Modal
        opened={isOpen}
        onClose={close}
        {...takesEscape(close)}
        closeButtonProps={{ 'aria-label': 'Close' }}
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

interface Size {
  width: number;
  height: number;
}

/** The two ways to look at an image. */
const VIEWS = [
  { value: 'own', label: 'As it is' },
  { value: 'seen', label: 'As the model sees it' },
];

function OwnSize({ index, alt, location }: OwnSizeProps) {
  const { analysis } = useAnalysisPage();
  const [seen, look] = useState(false);
  const [own, measure] = useState<Size>();
  const { data: image, error } = useQuery(ownImageQuery(analysis, index, seen));
  const [height, width] = analysis.input_shape;
  const isFitted = own && (own.width !== width || own.height !== height || analysis.request.crop);
  return (
    <figure className={classes.figure}>
      {isFitted && (
        <SegmentedControl
          size="xs"
          aria-label="Which image"
          data={VIEWS}
          value={seen ? 'seen' : 'own'}
          onChange={(value) => {
            look(value === 'seen');
          }}
        />
      )}
      {image ? (
        <Picture key={image} image={image} alt={alt} onSize={seen ? undefined : measure} />
      ) : (
        <SamplePreview dataset={analysis} index={index} size={ROOM} alt={alt} />
      )}
      <figcaption>
        {error && <span>Its preview: {error.message}</span>}
        {location && <code>{location}</code>}
      </figcaption>
    </figure>
  );
}

/** An image at its own size; a small one as many times as large as there is room for. */
function Picture({ image, alt, onSize }: { image: string; alt: string; onSize?: (size: Size) => void }) {
  const [size, setSize] = useState<Size>();
  const scale = size ? Math.max(1, Math.floor(ROOM / Math.max(size.width, size.height))) : 1;
  return (
    <>
      <img
        src={image}
        alt={alt}
        data-pixelated={scale > 1 || undefined}
        style={size && scale > 1 ? { width: scale * size.width } : undefined}
        onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
          setSize({ width, height });
          onSize?.({ width, height });
        }}
      />
      {size && (
        <p className="muted numbers">
          {String(size.width)} × {String(size.height)} pixels
          {scale > 1 && `, shown ${String(scale)} times as large`}
        </p>
      )}
    </>
  );
}

import './map-skeleton.css';

/** Lanes and boxes where the map will be. */
export function MapSkeleton() {
  return (
    <div className="map-skeleton" role="status" aria-label="Loading the map">
      {[
        ['lane-cde', 2],
        ['lane-connected', 3],
        ['lane-undetermined', 2],
        ['lane-out-of-scope', 1],
        ['lane-external', 1],
      ].map(([lane, boxes]) => (
        <div key={lane} style={{ background: `var(--c-${lane})` }}>
          {Array.from({ length: Number(boxes) }, (_, index) => (
            <div key={index} className="skeleton" />
          ))}
        </div>
      ))}
    </div>
  );
}

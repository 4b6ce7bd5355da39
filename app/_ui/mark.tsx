/** The staff gauge: a vertical rule with ticks and a water line. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path d="M5 1v14M5 2h4M5 5h2.5M5 8h4" />
      <path d="M1 12c1.6-1.5 3.2-1.5 4.8 0s3.2 1.5 4.8 0 3.2-1.5 4.4-.3" />
    </svg>
  )
}

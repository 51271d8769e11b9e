package azure

// mostAtOnce bounds what is asked at once for one answer, and how many clusters
// are read at once for a plan.
const mostAtOnce = 8

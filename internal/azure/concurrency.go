package azure

// mostAtOnce bounds what is asked at once for one answer.
const mostAtOnce = 8

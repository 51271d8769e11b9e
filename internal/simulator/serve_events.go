package simulator

import (
	"net/http"
	"strings"
)

// refuseEvents is the reason why a request with events is refused. Only POST is
// accepted, and only if the door was configured for it. It requires the media type of
// JSON, which no form of a web page sends.
func (d *door) refuseEvents(r *http.Request) *rejection {
	switch {
	case r.Method != http.MethodPost:
		return gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported", "Send events by POST.")
	case !d.admin:
		return gatewayError(http.StatusForbidden, "AdminNotEnabled",
			"This simulator does not accept events. Start it with simulate -admin, or change the world between runs with terraform-provider-aks world set.")
	case !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		return gatewayError(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "Events are JSON: send Content-Type: application/json.")
	}
	return nil
}

// happenedBody lists which events of a request happened now; the others had happened
// before.
type happenedBody struct {
	Happened []string `json:"happened"`
}

func (d *door) takeEvents(r *http.Request, body []byte) answer {
	if refused := d.refuseEvents(r); refused != nil {
		return refused.answer()
	}
	events, err := ParseEvents(body)
	if err != nil {
		return gatewayError(http.StatusBadRequest, "InvalidEvents", err.Error()).answer()
	}
	happened, err := d.simulator.Happen(events...)
	if err != nil {
		return gatewayError(http.StatusConflict, "EventNotPossible", err.Error()).answer()
	}
	return ok(happenedBody{append([]string{}, happened...)})
}

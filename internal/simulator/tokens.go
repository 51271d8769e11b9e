package simulator

import (
	"errors"
	"strings"
	"unicode"
)

// token is a word, a text in quotes, a number or a sign.
type token struct {
	kind tokenKind
	text string
}

type tokenKind int

const (
	wordToken tokenKind = iota
	textToken
	numberToken
	signToken
)

var errText = errors.New("a text without its closing quote")

// tokens cuts a text into tokens. A quote within a text is doubled, as in OData,
// or has a backslash before it, as in Kusto's language.
func tokens(text string) ([]token, error) {
	var list []token
	letters := []rune(text)
	for i := 0; i < len(letters); {
		start := i
		switch r := letters[i]; {
		case unicode.IsSpace(r):
			i++
		case r == '\'' || r == '"':
			var inner strings.Builder
			closed := false
			for i++; i < len(letters); i++ {
				if letters[i] == '\\' && i+1 < len(letters) {
					i++
				} else if letters[i] == r {
					if i+1 >= len(letters) || letters[i+1] != r {
						closed = true
						break
					}
					i++
				}
				inner.WriteRune(letters[i])
			}
			if !closed {
				return nil, errText
			}
			i++
			list = append(list, token{textToken, inner.String()})
		case unicode.IsDigit(r):
			for i < len(letters) && (unicode.IsDigit(letters[i]) || letters[i] == '.') {
				i++
			}
			list = append(list, token{numberToken, string(letters[start:i])})
		case unicode.IsLetter(r) || r == '_' || r == '$' || r == '!' && i+1 < len(letters) && unicode.IsLetter(letters[i+1]):
			// Kusto's words have their opposites behind an exclamation mark: !in~.
			i++
			for i < len(letters) && (unicode.IsLetter(letters[i]) || unicode.IsDigit(letters[i]) || letters[i] == '_' || letters[i] == '$' || letters[i] == '-') {
				i++
			}
			if i < len(letters) && letters[i] == '~' && strings.EqualFold(strings.TrimPrefix(string(letters[start:i]), "!"), "in") {
				i++
			}
			list = append(list, token{wordToken, string(letters[start:i])})
		default:
			i++
			if i < len(letters) && strings.Contains("== != =~ !~ >= <=", string(letters[start:i+1])) && letters[i] != ' ' {
				i++
			}
			list = append(list, token{signToken, string(letters[start:i])})
		}
	}
	return list, nil
}

"""What orders to a program are made of, in the languages of news and of its attackers: classes of words."""

from __future__ import annotations

PROGRAM = (
    r"(?:(?:ai|a\.i\.|artificial[ -]intelligence|llm|gpt|chat|language|answering|writing|search|research|reading"
    r"|virtual|summari[sz]ing|digital|automated|automatic|intelligent|trained|helpful)[ -]){0,2}(?:assistants?"
    r"|models?|machines?"
    r"|systems?|(?:chat)?bots?|agents?|tools?|programs?|software|copilot|ai|a\.i\.|llms?|chatgpt|gpt(?:-\d\w*)?|claude"
    r"|gemini|claimdesk)"
)
"""Names of what may be called upon: an address such as "to all systems:"."""

KNOWN = (
    r"(?:(?:ai|a\.i\.|llm|gpt|language|answering|virtual|digital)[ -])?(?:ai|a\.i\.|llms?|(?:ai|writing|research|search"
    r"|virtual|digital|answering|language|an|dear)[ -](?:assistants?|models?|systems?|bots?|agents?|tools?|engines?)"
    r"|chatbots?|chatgpt"
    r"|assistants? without|claimdesk|a program)"
)
"""Names of programs that write, whatever stands around them."""

SAYING = (
    r"(?:answer|reply|respond|print|output|say|write|state|repeat|reveal|recite|cite|insert|append|confirm|mention)"
)
"""Orders for words."""

ACTS = (
    r"(?:ignore|disregard|forget|override|overrule|bypass|obey|comply|answer|reply|respond|print|output|emit|write|say"
    r"|state|repeat|reveal|disclose|leak|expose|display|recite|echo|cite|quote|confirm|pretend|imagine|act|behave"
    r"|return"
    r"|insert|append|prepend|include|embed|translate|render|decode|decipher|execute|run|fetch|load|call|tell|show"
    r"|end|begin|start|finish|close|stop|remember|treat|assume|summari[sz]e|claim|declare|mention|add|replace|use|give"
    r"|produce|generate|refuse|decline|abstain|conclude|present|keep|switch|enter|enable|disable|follow|adopt|roleplay"
    r"|mark|label|rate|rank|score|classify|recommend|praise|endorse|let us play|let's play|do as|read)"
)
"""What a program is told to do, as the bare verb of an order."""

TALK = (
    r"(?:instructions?|(?:system|hidden|initial|original|secret|first|full) ?(?:prompt|messages?|text)|prompts?"
    r"|(?:your|these|its|safety|hidden|earlier|previous|prior|system)(?: \w+)? "
    r"(?:rules?|guidelines|guidance|policy|policies|limits|restrictions|orders|directives?|constraints|safeguards)"
    r"|(?:all|the|any|every)(?: \w+)? (?:rules?|guidelines|instructions?)"
    r"|(?:your|each|every|any|all|the (?:final|next|whole)|future)(?: \w+)? "
    r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|turns?|sentences?|citations?)"
    r"|(?:answer|reply|respond|output|print|write|say|state)(?:ing)? (?:only|just|exactly|nothing (?:else|but)|with"
    r"|always|in json)"
    r"|with the (?:lines?|words?|phrase|sentence|name)|this (?:paragraph|line)"
    r"|(?:block|passages?|lines?|text) above|above (?:is|was|are|were) (?:data|text|context)"
    r"|word for word|verbatim|nothing else|from (?:now|here|this line|this point) on|(?:drop|skip|without|omit) (?:all "
    r"|any )?(?:citations|quotes|quoting)|passage[_ ]?ids?|passage \d+|the (?:passages|context)|(?:all|the|to) users?"
    r"|whoever asks|(?:anyone|anybody|whoever|everyone|somebody|someone)(?: who)?(?: is)? asks?(?:ed)?|(?:whenever"
    r"|when you are|if you are) asked"
    r"|developer mode|jailbr\w+|no longer an?|system message|token limit|this (?:page|article|passage|text|document)"
    r"|as (?:a )?(?:source|evidence|proof|fact|truth)|language model|the question(?: above)?|the one above)"
)
"""What orders to a program speak of: rules, prompts, replies, passages."""

_IMPERATIVES = {
    "fr": (
        r"oublie[zs]?|ignore[zs]?|réponds|répondez|écris|écrivez|affiche[zs]?|répète[zs]?|traduis|dis|dites|cite[zs]?",
        r"consignes?|instructions?|règles?|réponses?|uniquement|seulement|ci-dessus|précéde\w+|précédent\w*|système"
        r"|assistant|invite",
    ),
    "de": (
        r"vergiss|vergessen sie|ignorieren? ?(?:sie)?|missachte|antworten? ?(?:sie)?|schreiben? ?(?:sie)?|gib"
        r"|wiederhole"
        r"|zeige?|sage?|nenne|übersetze",
        r"(?:\w+)?anweisung(?:en)?|vorgaben?|regeln|(?:system)\w+|antwort(?:en)?|ausschließlich|nur|bisher\w*"
        r"|vorher\w*|obig\w*|nichts anderes|assistent",
    ),
    "es": (
        r"ignora|ignore|olvida|olvide|responde|responda|escribe|escriba|repite|muestra|di|traduce|cita",
        r"instruccion(?:es)?|instrucciones|reglas|indicaciones|respuestas?|únicamente|solamente|siempre"
        r"|anterior(?:es)?|asistente",
    ),
    "pt": (
        r"ignore|ignora|esqueça|esquece|responda|responde|escreva|escreve|repita|mostre|diga|traduza|cite",
        r"instruções|instrução|regras|respostas?|apenas|somente|tudo|anterior(?:es)?|sempre|assistente",
    ),
    "it": (
        r"ignora|ignorate|dimentica|dimenticate|rispondi|rispondete|scrivi|scrivete|ripeti|mostra|traduci",
        r"istruzion[ei]|regole|rispost[ae]|soltanto|solamente|precedent[ei]|unicamente|sempre|assistente",
    ),
    "nl": (r"negeer|vergeet|antwoord|schrijf|herhaal|toon|zeg", r"instructies?|regels|opdrachten|alleen|antwoorden"),
    "pl": (r"zignoruj|ignoruj|zapomnij|odpowiedz|odpowiadaj|napisz|powtórz|pokaż", r"instrukcj\w+|polece\w+|zasad\w*"
        r"|tylko"),
    "sv": (r"ignorera|glöm|svara|skriv|upprepa|visa", r"instruktion\w*|regler\w*|endast|bara"),
    "tr": (r"unut|yok say|görmezden gel|yanıtla|yaz|tekrarla|göster|önceki", r"talimat\w*|kural\w*|komut\w*|yalnızca"
        r"|sadece"),
    "ru": (r"забудь(?:те)?|игнорируй(?:те)?|отвечай(?:те)?|ответь(?:те)?|напиши(?:те)?|выведи(?:те)?|повтори(?:те)?",
           r"указани\w+|инструкци\w+|правил\w*|только|предыдущ\w*|прежн\w*|команд\w*|запрос\w*"),
    "uk": (r"забудь(?:те)?|ігноруй(?:те)?|відповідай(?:те)?|напиши|пиши|виведи|повтори",
           r"вказів\w+|інструкці\w+|правил\w*|тільки|попередн\w*|лише|команд\w*"),
    "id": (r"abaikan|lupakan|jawab|tulis|ulangi|tampilkan", r"instruksi|perintah|aturan|hanya"),
}  # fmt: skip
UNSPACED = (
    (r"忽略|无视|無視|忘记|忘掉|不要理会|只回答|回答|输出|重复", r"指示|指令|规则|規則|提示|系统|只|以上"),
    (r"無視し|忘れ|答えな|答えて|出力し|従わ", r"指示|命令|ルール|だけ|のみ|システム"),
    (r"무시하|무시해|잊어|대답해|대답하|출력", r"지시|명령|규칙|만 |오직"),
    (r"تجاهل|انس|أجب|اكتب|كرر", r"التعليمات|تعليمات|الأوامر|القواعد|فقط"),
    (r"भूल जा|अनदेखा|नज़रअंदाज़|नजरअंदाज|जवाब दो|लिखो|दोहरा", r"निर्देश|नियम|केवल|सिर्फ|आदेश"),
    (r"התעלם|שכח|ענה|כתוב", r"הוראות|ההוראות|כללים|רק"),
    (r"نادیده بگیر|فراموش کن|پاسخ بده|بنویس", r"دستور|قوانین|فقط"),
    (r"উপেক্ষা কর|ভুলে যাও|লেখো|উত্তর দাও", r"নির্দেশ|নিয়ম|শুধু"),
    (r"ละเว้น|เพิกเฉย|ลืม|ตอบ", r"คำสั่ง|กฎ|เท่านั้น"),
)
"""The same in scripts where a verb may stand anywhere."""

OPENINGS = r"(?:^|[.:;,!?–—]\s|\b(?:et|und|y|e|og|och|i|и|й|ve|en)\s)\W{0,3}"
"""Where a clause may open with an order."""

FOREIGN = tuple(_IMPERATIVES.values())
"""For each further language: verbs of orders as they open a clause, and what orders to a program speak of."""

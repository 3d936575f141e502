package dev.portolan.testkit.report;

/** What models may say to those who render it. */
final class HostileText {

    static final String ALL = " </script><script>document.title='owned'</script>"
            + "<img src=x onerror=\"document.title='owned'\"><!-- \u202Egnp.exe\u202C \0 \ud83d ]]> & \"q\" 'a' `b` ```\n"
            + "| cell | {{#verdict}} {{>script}} <b onclick=alert(1)> \u2028 @everyone [x](javascript:alert(1)) https://evil.example #1";

    private HostileText() {}
}

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About the LSTM playground</source>
        <translation>关于 LSTM 游乐场</translation>
    </message>
    <message>
        <source>LSTM playground {version}</source>
        <translation>LSTM 游乐场 {version}</translation>
    </message>
    <message>
        <source>The program is under the MIT licence; the lyrics that come with it are CC0. It uses Qt under the LGPL, unchanged and replaceable.</source>
        <translation>本程序采用 MIT 许可证，自带的歌词采用 CC0。所用的 Qt 遵循 LGPL，未经修改，可以替换。</translation>
    </message>
    <message>
        <source>Train a character LSTM on song lyrics, watch what its memory cells hold, and write with it. After the book Dive into Deep Learning (动手学深度学习).</source>
        <translation>用歌词训练字符级 LSTM，观察记忆细胞里存了什么，再让它创作歌词。依据《动手学深度学习》一书。</translation>
    </message>
</context>
<context>
    <name>Actions</name>
    <message>
        <source>&amp;About the LSTM playground</source>
        <translation>关于 LSTM 游乐场(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Arrangement</source>
        <translation>窗口布置(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;As it was</source>
        <translation>恢复原样(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Ask whether the last run goes on</source>
        <translation>询问是否继续上次的运行(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Automatic</source>
        <translation>自动(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Begin anew</source>
        <translation>重新开始(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Blue and orange</source>
        <translation>蓝与橙(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Branch</source>
        <translation>分支(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Chinese (简体中文)</source>
        <translation>简体中文(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Cividis: blue, yellow and brown</source>
        <translation>Cividis：蓝、黄、褐(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令面板(&amp;C)…</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Edit or paste text…</source>
        <translation>编辑或粘贴文本(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;English</source>
        <translation>English(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Full</source>
        <translation>完整(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Generate</source>
        <translation>生成(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Get texts…</source>
        <translation>获取文本(&amp;G)…</translation>
    </message>
    <message>
        <source>&amp;Glossary</source>
        <translation>术语表(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Go on with the last run</source>
        <translation>继续上次的运行(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Grey, for print</source>
        <translation>灰度，用于印刷(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>放大(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Lessons</source>
        <translation>课程(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Memory</source>
        <translation>记忆(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>上一个窗格(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Purple and green</source>
        <translation>紫与绿(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo change</source>
        <translation>重做更改(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Redo: {change}</source>
        <translation>重做：{change}(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Reduced</source>
        <translation>减弱(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save model…</source>
        <translation>保存模型(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>缩小(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Start again</source>
        <translation>重新开始(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;System language</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Undo change</source>
        <translation>撤销更改(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Undo: {change}</source>
        <translation>撤销：{change}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Watch</source>
        <translation>观察(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>欢迎(&amp;W)</translation>
    </message>
    <message>
        <source>A view, a run or the table of runs as a file</source>
        <translation>把视图、运行或运行记录表存为文件</translation>
    </message>
    <message>
        <source>At the next s&amp;tart</source>
        <translation>下次启动时(&amp;T)</translation>
    </message>
    <message>
        <source>Back to how it was before the first arrangement</source>
        <translation>回到第一次布置之前的样子</translation>
    </message>
    <message>
        <source>Back to the initial weights, with the same seed</source>
        <translation>用同一个随机种子回到初始权重</translation>
    </message>
    <message>
        <source>C&amp;lass (large)</source>
        <translation>课堂（大）(&amp;L)</translation>
    </message>
    <message>
        <source>C&amp;olours</source>
        <translation>配色(&amp;O)</translation>
    </message>
    <message>
        <source>Choose which songs are trained on, held out or left out</source>
        <translation>选择哪些歌用于训练，哪些留出，哪些不用</translation>
    </message>
    <message>
        <source>Data &amp;folder…</source>
        <translation>数据文件夹(&amp;F)…</translation>
    </message>
    <message>
        <source>Docks for a class: the curve, the map and the lyrics, large; text and bars stay. A presentation enlarges the text and fills the screen</source>
        <translation>为课堂摆放面板：曲线、记忆图和歌词，都放大；文字和工具栏不变。“演示”则放大文字并占满屏幕</translation>
    </message>
    <message>
        <source>E&amp;xport…</source>
        <translation>导出(&amp;X)…</translation>
    </message>
    <message>
        <source>End this run; the model stays and can write</source>
        <translation>结束本次训练；模型保留，仍可创作</translation>
    </message>
    <message>
        <source>Fetch a text from the network: only then is it used</source>
        <translation>从网上下载文本：只有这时才会联网</translation>
    </message>
    <message>
        <source>Find an action, a view, a setting or a file by its name</source>
        <translation>按名称查找操作、视图、设置或文件</translation>
    </message>
    <message>
        <source>Follow the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>For a projector: the views that are open fill the screen, with large text and strong colours, without settings and menus; Esc ends it</source>
        <translation>用于投影：打开着的视图占满屏幕，文字大，颜色鲜明，没有设置和菜单；按 Esc 结束</translation>
    </message>
    <message>
        <source>Go on from here as a new run; the run as it was, with what was undone, stays in the table</source>
        <translation>从这里起另作一次新的运行；原来的运行连同撤销的部分留在表中</translation>
    </message>
    <message>
        <source>Hear the perplexity of each epoch: the tone falls as the curve falls</source>
        <translation>每个迭代周期的困惑度都能听到：曲线下降，音调也随之降低</translation>
    </message>
    <message>
        <source>La&amp;nguage</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>Lightness alone: in the middle of the greys is 0</source>
        <translation>只靠明暗：中间的灰色是 0</translation>
    </message>
    <message>
        <source>Look up the words of the field, in English and Chinese</source>
        <translation>查阅这个领域的词语，中英对照</translation>
    </message>
    <message>
        <source>Mot&amp;ion</source>
        <translation>动效(&amp;I)</translation>
    </message>
    <message>
        <source>Move the keyboard to the next part of the window</source>
        <translation>把键盘焦点移到窗口的下一部分</translation>
    </message>
    <message>
        <source>Move the keyboard to the part of the window before</source>
        <translation>把键盘焦点移到窗口的上一部分</translation>
    </message>
    <message>
        <source>Ne&amp;xt pane</source>
        <translation>下一个窗格(&amp;X)</translation>
    </message>
    <message>
        <source>Nothing glides or pulses: what changes is there at once</source>
        <translation>没有滑动和闪动：变化立即到位</translation>
    </message>
    <message>
        <source>Nu&amp;mbers…</source>
        <translation>数值(&amp;N)…</translation>
    </message>
    <message>
        <source>One cell and the map, and no settings</source>
        <translation>一个细胞与记忆热图，不显示设置</translation>
    </message>
    <message>
        <source>Open &amp;model…</source>
        <translation>打开模型(&amp;M)…</translation>
    </message>
    <message>
        <source>Open a text, a model or a moment</source>
        <translation>打开文本、模型或现场</translation>
    </message>
    <message>
        <source>Open the folder of logs and crash reports</source>
        <translation>打开存放日志和崩溃报告的文件夹</translation>
    </message>
    <message>
        <source>P&amp;resentation</source>
        <translation>演示(&amp;R)</translation>
    </message>
    <message>
        <source>Predict what a run does, run it, and see what came of it</source>
        <translation>先预测一次训练会怎样，再跑一遍，看看结果</translation>
    </message>
    <message>
        <source>Processor t&amp;hreads</source>
        <translation>处理器线程数(&amp;H)</translation>
    </message>
    <message>
        <source>R&amp;eset</source>
        <translation>重置(&amp;R)</translation>
    </message>
    <message>
        <source>Read what an LSTM is for, and put each claim to the test on this run</source>
        <translation>读一读 LSTM 为何而生，并用当前的训练检验每个论断</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>还原布局(&amp;B)</translation>
    </message>
    <message>
        <source>Reset &amp;zoom</source>
        <translation>还原缩放(&amp;Z)</translation>
    </message>
    <message>
        <source>Rest after this batch; press again to go on</source>
        <translation>训练完当前小批量后暂停；再按一次继续</translation>
    </message>
    <message>
        <source>S&amp;tep one batch</source>
        <translation>训练一个批量(&amp;T)</translation>
    </message>
    <message>
        <source>Sa&amp;ve moment…</source>
        <translation>保存现场(&amp;V)…</translation>
    </message>
    <message>
        <source>Safe for colour-blind people</source>
        <translation>色盲者也能分辨</translation>
    </message>
    <message>
        <source>Safe for colour-blind people, and in even steps</source>
        <translation>色盲者也能分辨，而且明暗变化均匀</translation>
    </message>
    <message>
        <source>Save model {run}…</source>
        <translation>保存模型 {run}…</translation>
    </message>
    <message>
        <source>Save s&amp;amples…</source>
        <translation>保存样例(&amp;A)…</translation>
    </message>
    <message>
        <source>Save the run and all that is seen of it in one file</source>
        <translation>把运行及其显示的一切保存到一个文件</translation>
    </message>
    <message>
        <source>Save the twin&apos;s mo&amp;del…</source>
        <translation>保存孪生的模型(&amp;D)…</translation>
    </message>
    <message>
        <source>See what is kept, delete what is not needed, choose a folder</source>
        <translation>查看保存了什么，删除不需要的，选择文件夹</translation>
    </message>
    <message>
        <source>Show &amp;beside</source>
        <translation>并排显示(&amp;P)</translation>
    </message>
    <message>
        <source>Show l&amp;ogs</source>
        <translation>显示日志(&amp;O)</translation>
    </message>
    <message>
        <source>So&amp;ngs…</source>
        <translation>歌曲(&amp;N)…</translation>
    </message>
    <message>
        <source>So&amp;und</source>
        <translation>声音(&amp;U)</translation>
    </message>
    <message>
        <source>St&amp;op</source>
        <translation>停止(&amp;O)</translation>
    </message>
    <message>
        <source>Step in slow &amp;motion</source>
        <translation>慢动作(&amp;M)</translation>
    </message>
    <message>
        <source>Step one epo&amp;ch</source>
        <translation>训练一个迭代周期(&amp;C)</translation>
    </message>
    <message>
        <source>T&amp;win run…</source>
        <translation>孪生运行(&amp;W)…</translation>
    </message>
    <message>
        <source>Take the next batch apart, part by part, and train on it</source>
        <translation>把下一个批量逐步拆开来看，并用它训练</translation>
    </message>
    <message>
        <source>Tell what has the focus, and then whatever you point at, in the help pane</source>
        <translation>在帮助面板中说明当前的焦点，之后说明你所指的东西</translation>
    </message>
    <message>
        <source>Text &amp;size</source>
        <translation>文字大小(&amp;S)</translation>
    </message>
    <message>
        <source>The a&amp;rticle</source>
        <translation>文章(&amp;R)</translation>
    </message>
    <message>
        <source>The curve, the settings and what the model writes</source>
        <translation>曲线、设置和模型写出的文字</translation>
    </message>
    <message>
        <source>The table of runs and their curves</source>
        <translation>运行记录表与它们的曲线</translation>
    </message>
    <message>
        <source>The view in use, or the map, and nothing else; Esc ends it</source>
        <translation>只有正在使用的视图，否则是记忆图；按 Esc 结束</translation>
    </message>
    <message>
        <source>This view &amp;fills the screen</source>
        <translation>此视图占满屏幕(&amp;F)</translation>
    </message>
    <message>
        <source>Three steps to begin with, and examples to open</source>
        <translation>三步上手，以及可以直接打开的示例</translation>
    </message>
    <message>
        <source>Train on one batch</source>
        <translation>训练一个小批量</translation>
    </message>
    <message>
        <source>Train to the end of this epoch, then pause</source>
        <translation>训练到本迭代周期结束，然后暂停</translation>
    </message>
    <message>
        <source>Train two models that differ in one setting, side by side</source>
        <translation>并排训练两个只差一项设置的模型</translation>
    </message>
    <message>
        <source>Train until the last epoch</source>
        <translation>训练到最后一个迭代周期</translation>
    </message>
    <message>
        <source>What &amp;is this?</source>
        <translation>这是什么(&amp;I)</translation>
    </message>
    <message>
        <source>What a view shows, in words and as a table</source>
        <translation>用文字和表格给出视图中的内容</translation>
    </message>
    <message>
        <source>{menu}: {entry}</source>
        <translation>{menu}：{entry}</translation>
    </message>
</context>
<context>
    <name>Article</name>
    <message>
        <source>&lt;b&gt;These figures belong to the book&apos;s text.&lt;/b&gt; The text in use is {name}: what this machine reaches on it is of another text. The book&apos;s own lyrics are under copyright and do not come with the program; {link} fetches them for you.</source>
        <translation>&lt;b&gt;这些数字属于书中的文本。&lt;/b&gt;现在用的文本是 {name}，本机在它上面得到的数，是另一份文本的结果。书中的歌词受版权保护，不随程序附带；点 {link} 可以替您下载。</translation>
    </message>
    <message>
        <source>As measured, they are off from the GRU&apos;s by a factor of {gru} at most, and from the LSTM&apos;s by one of up to {lstm}; while the recipe runs, they are crosses in the plot.</source>
        <translation>实测下来，印出的数与 GRU 的最多相差 {gru} 倍，与 LSTM 的相差可达 {lstm} 倍；按这份配方训练时，图中的叉号就是印出的数。</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>Get texts…</source>
        <translation>获取文本…</translation>
    </message>
    <message>
        <source>Not to be decided here</source>
        <translation>在这里无法判断</translation>
    </message>
    <message>
        <source>On this machine, now, they are off from the GRU&apos;s by a factor of {gru} at most, and from the LSTM&apos;s by one of up to {lstm}; in the plot they are the crosses.</source>
        <translation>在本机上，此刻，印出的数与 GRU 的最多相差 {gru} 倍，与 LSTM 的相差可达 {lstm} 倍；图中的叉号就是印出的数。</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>印出</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读……</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Train one beside it: {cell} (two new runs; this one stays in the table)</source>
        <translation>在旁边训练一个：{cell}（新开两次训练，这一次留在运行记录里）</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 个迭代周期</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>this machine, now</source>
        <translation>本机，此刻</translation>
    </message>
    <message>
        <source>{cell}, epoch {epoch}, perplexity {perplexity}</source>
        <translation>{cell}，第 {epoch} 个迭代周期，困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>✓ It holds in this run</source>
        <translation>✓ 在这次训练中成立</translation>
    </message>
    <message>
        <source>✗ It does not hold in this run</source>
        <translation>✗ 在这次训练中不成立</translation>
    </message>
</context>
<context>
    <name>ArticleController</name>
    <message>
        <source>printed</source>
        <translation>印出的数</translation>
    </message>
</context>
<context>
    <name>ArticlePanel</name>
    <message>
        <source>Back to how it was</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Docks, cell, character and moment as before a claim was shown</source>
        <translation>停靠面板、细胞、字和时刻都恢复到演示之前</translation>
    </message>
    <message>
        <source>Run the recipe for both cells</source>
        <translation>用两种单元运行这份配方</translation>
    </message>
    <message>
        <source>Text of the article</source>
        <translation>文章正文</translation>
    </message>
    <message>
        <source>The article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Two new runs on the text in use, LSTM and GRU side by side, fill the table; the run of now stays in the table of runs</source>
        <translation>在现用文本上新开两次训练，LSTM 与 GRU 并排，逐步填满表格；现在这次训练会留在运行记录里</translation>
    </message>
</context>
<context>
    <name>BranchView</name>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete this branch and all that grows from it (Del)</source>
        <translation>删除这一分支及由它长出的一切（Del）</translation>
    </message>
    <message>
        <source>Each branch keeps the beginning of the one above</source>
        <translation>每个分支都保留上一级的开头</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Select two branches to see them side by side</source>
        <translation>选中两个分支，即可并排查看</translation>
    </message>
</context>
<context>
    <name>CandidateStrip</name>
    <message>
        <source>Ctrl+{number}: go on so</source>
        <translation>Ctrl+{number}：就这样接着写</translation>
    </message>
    <message>
        <source>Likeliest next characters</source>
        <translation>最可能的下一个字符</translation>
    </message>
    <message>
        <source>No candidate</source>
        <translation>没有候选</translation>
    </message>
    <message>
        <source>Put the cursor behind a character</source>
        <translation>把光标放在某个字符之后</translation>
    </message>
    <message>
        <source>{number}: {character}, {share}</source>
        <translation>{number}：{character}，{share}</translation>
    </message>
</context>
<context>
    <name>CatalogueDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Get texts</source>
        <translation>获取文本</translation>
    </message>
    <message>
        <source>Nothing is fetched until you press Download. Then the file is asked for at its address, by https only, and checked by its SHA-256 before anything opens it.</source>
        <translation>按下“下载”之前不会联网。之后只通过 https 从所列地址下载文件，核对 SHA-256 无误后才会打开。</translation>
    </message>
</context>
<context>
    <name>CellsPanel</name>
    <message>
        <source>Cells with a name: {named} of {cells}</source>
        <translation>{cells} 个细胞中有 {named} 个有名称</translation>
    </message>
    <message>
        <source>Cells with names</source>
        <translation>有名称的细胞</translation>
    </message>
    <message>
        <source>Filter cells</source>
        <translation>筛选细胞</translation>
    </message>
    <message>
        <source>How many cells have a name</source>
        <translation>有多少个细胞有名称</translation>
    </message>
    <message>
        <source>Named cells</source>
        <translation>命名的细胞</translation>
    </message>
    <message>
        <source>No cell follows anything readable yet. More training may help.</source>
        <translation>还没有细胞反映出可解读的特征。多训练一会儿，可能会有。</translation>
    </message>
    <message>
        <source>No named cell fits the filter.</source>
        <translation>没有符合筛选条件的命名细胞。</translation>
    </message>
    <message>
        <source>cell {cell} · {name} · r = {correlation}</source>
        <translation>细胞 {cell} · {name} · r = {correlation}</translation>
    </message>
    <message>
        <source>filter by name or number</source>
        <translation>按名称或编号筛选</translation>
    </message>
    <message>
        <source>r: how closely a cell follows a feature of the text, −1 to 1 (characters read: {count}). A cell has a name if |r| is at least {threshold}, is more than chance gives on this text, and stands out in its layer.</source>
        <translation>r：在 {count} 个字符上，细胞与文本某个特征的相关程度，−1 到 1。细胞的 |r| 不低于 {threshold}，超过在这段文本上碰巧能达到的程度，并且在本层中明显突出，才会有名称。</translation>
    </message>
</context>
<context>
    <name>Characters</name>
    <message>
        <source>byte order mark</source>
        <translation>字节顺序标记</translation>
    </message>
    <message>
        <source>ideographic space</source>
        <translation>全角空格</translation>
    </message>
    <message>
        <source>narrow no-break space</source>
        <translation>窄不换行空格</translation>
    </message>
    <message>
        <source>newline</source>
        <translation>换行符</translation>
    </message>
    <message>
        <source>no-break space</source>
        <translation>不换行空格</translation>
    </message>
    <message>
        <source>soft hyphen</source>
        <translation>软连字符</translation>
    </message>
    <message>
        <source>space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>tab</source>
        <translation>制表符</translation>
    </message>
    <message>
        <source>zero-width joiner</source>
        <translation>零宽连字</translation>
    </message>
    <message>
        <source>zero-width non-joiner</source>
        <translation>零宽不连字</translation>
    </message>
    <message>
        <source>zero-width space</source>
        <translation>零宽空格</translation>
    </message>
    <message>
        <source>{some}, {last}</source>
        <translation>{some}、{last}</translation>
    </message>
</context>
<context>
    <name>ClaimShower</name>
    <message>
        <source>as it was read for the article</source>
        <translation>演示论断时的读数</translation>
    </message>
</context>
<context>
    <name>Claims</name>
    <message>
        <source>A plain RNN has no gate that could keep its state: each character writes all of it anew.</source>
        <translation>普通 RNN 没有可以保住状态的门：每个字都会把整个状态重写一遍。</translation>
    </message>
    <message>
        <source>A plain RNN has no gates: whatever it reads goes into its state, which is all that it has.</source>
        <translation>普通 RNN 没有门：读到什么都会进入状态，而状态就是它的全部。</translation>
    </message>
    <message>
        <source>At none of these characters was {keep} above 0.95 in any cell while less than 5 % was written. Cell {cell} comes nearest at {at}: {keep} is {kept}, and {written} % is written. Train longer, or begin with a forget bias of 1.</source>
        <translation>读这些字时，没有一个细胞的 {keep} 高于 0.95 而写入又少于 5%。最接近的是细胞 {cell}，在“{at}”处：{keep} 为 {kept}，写入 {written}%。可以再多训练一会儿，或者让遗忘门偏差从 1 开始。</translation>
    </message>
    <message>
        <source>Cell {cell} held for {steps} characters, “{text}”, with {keep} above 0.95: its memory went from {begin} to {end}. But with {keep} at exactly 1 and nothing written it does not stay the same; at 0.5, {half} % of it would be left ({at_half}).</source>
        <translation>细胞 {cell} 在“{text}”这 {steps} 个字上一直保持，{keep} 高于 0.95：记忆从 {begin} 变为 {end}。但当 {keep} 恰为 1、什么也不写入时，它并非原样不变；若为 0.5，只会剩下 {half}%（{at_half}）。</translation>
    </message>
    <message>
        <source>Cell {cell} held for {steps} characters, “{text}”, with {keep} above 0.95: its memory went from {begin} to {end}. With {keep} at exactly 1 and nothing written, it stays the same to the last bit; at 0.5, {half} % of it would be left ({at_half}).</source>
        <translation>细胞 {cell} 在“{text}”这 {steps} 个字上一直保持，{keep} 高于 0.95：记忆从 {begin} 变为 {end}。当 {keep} 恰为 1、什么也不写入时，它一位不差地保持原样；若为 0.5，只会剩下 {half}%（{at_half}）。</translation>
    </message>
    <message>
        <source>In cell {cell} the gate let in {open} % of the candidate {open_of} at {open_at}, and {shut} % of {shut_of} at {shut_at}: of that, only {written} was written.</source>
        <translation>在细胞 {cell} 中，读到“{open_at}”时，门放进了候选值 {open_of} 的 {open}%；读到“{shut_at}”时，只放进 {shut_of} 的 {shut}%，也就是只写入了 {written}。</translation>
    </message>
    <message>
        <source>In this plain RNN one hundredth of the gradient of a loss arrives {plain} characters back (of {last} measured). What gates change, an LSTM beside it tells.</source>
        <translation>在这个普通 RNN 中，某一步损失的梯度往回传 {plain} 个字后还剩百分之一（共测量 {last} 个字）。有了门会怎样，要在旁边放一个 LSTM 才看得出来。</translation>
    </message>
    <message>
        <source>No cell held for longer than {steps} of these characters with {keep} above 0.95 and less than 5 % written. Train longer, or begin with a forget bias of 1.</source>
        <translation>读这些字时，{keep} 高于 0.95 且写入少于 5% 的状态，没有一个细胞能保持超过 {steps} 个字。可以再多训练一会儿，或者让遗忘门偏差从 1 开始。</translation>
    </message>
    <message>
        <source>No gate both opens and shuts on this text yet. The one that moves most, of cell {cell}, lets in between {low} % and {high} %. Train longer.</source>
        <translation>读这段文本时，还没有哪个门既能打开又能关上。变化最大的是细胞 {cell} 的门，放进的比例在 {low}% 与 {high}% 之间。可以再多训练一会儿。</translation>
    </message>
    <message>
        <source>Not in this run, so far: one hundredth of the gradient of a loss arrives {gated} characters back in the {symbol} of the {name}, and {plain} back in the plain RNN beside it (of {last} measured). Train longer, or begin with a forget bias of 1.</source>
        <translation>到目前为止，在这次训练中还不成立：某一步损失的梯度，在 {name} 的 {symbol} 中往回传 {gated} 个字后还剩百分之一，在旁边的普通 RNN 中是 {plain} 个字（共测量 {last} 个字）。可以再多训练一会儿，或者让遗忘门偏差从 1 开始。</translation>
    </message>
    <message>
        <source>One hundredth of the gradient of a loss arrives {gated} characters back in the {symbol} of the {name} (of {last} measured). Whether that is far, a plain RNN beside it tells.</source>
        <translation>某一步损失的梯度，在 {name} 的 {symbol} 中往回传 {gated} 个字后还剩百分之一（共测量 {last} 个字）。这算不算远，要在旁边放一个普通 RNN 才看得出来。</translation>
    </message>
    <message>
        <source>One hundredth of the gradient of a loss still arrives {gated} characters back in the {symbol} of the {name}, and {plain} back in the plain RNN beside it (of {last} measured).</source>
        <translation>某一步损失的梯度，在 {name} 的 {symbol} 中往回传 {gated} 个字后仍剩百分之一，在旁边的普通 RNN 中只到 {plain} 个字（共测量 {last} 个字）。</translation>
    </message>
    <message>
        <source>This cell keeps no C beside H: what it remembers is what the output layer sees.</source>
        <translation>这种单元在 H 之外没有 C：它记住的，就是输出层看到的。</translation>
    </message>
    <message>
        <source>Whichever character of this text is another, what the model expects differs for {reach} characters at most; from there on by less than {nats} nats. Train longer, or read another text.</source>
        <translation>这段文本里无论换掉哪个字，模型的预期最多在 {reach} 个字之内有所不同，再往后相差不到 {nats} 奈特。可以再多训练一会儿，或者换一段文本来读。</translation>
    </message>
    <message>
        <source>With C of all {cells} cells turned round and H left as it was, all {characters} scores of the next character are the same to the last bit; a character later, through H, they are not ({felt} nats). At {at}, cell {cell} holds tanh C = {memory}, and an output gate of {gate} % lets {shown} of it be seen.</source>
        <translation>把全部 {cells} 个细胞的 C 反号而保持 H 不变，下一个字的 {characters} 个得分一位不差；再过一个字，影响经由 H 传来，便不再相同（{felt} 奈特）。读到“{at}”时，细胞 {cell} 存着 tanh C = {memory}，输出门只开 {gate}%，露出来的是 {shown}。</translation>
    </message>
    <message>
        <source>With C of all {cells} cells turned round and H left as it was, the {characters} scores of the next character are others, which must not be (a character later: {felt} nats). At {at}, cell {cell} holds tanh C = {memory}, and an output gate of {gate} % lets {shown} of it be seen.</source>
        <translation>把全部 {cells} 个细胞的 C 反号而保持 H 不变，下一个字的 {characters} 个得分却变了，这不应该发生（再过一个字：{felt} 奈特）。读到“{at}”时，细胞 {cell} 存着 tanh C = {memory}，输出门只开 {gate}%，露出来的是 {shown}。</translation>
    </message>
    <message>
        <source>With {new} in place of {old}, the model expects something else even {reach} characters later: {expected} after {at}, which it gave {was} %, has {now} % then (in all, {felt} nats).</source>
        <translation>把“{old}”换成“{new}”，直到 {reach} 个字之后，模型的预期仍然不同：“{at}”后面接“{expected}”的概率，原来是 {was}%，现在是 {now}%（合计相差 {felt} 奈特）。</translation>
    </message>
</context>
<context>
    <name>ColorBar</name>
    <message>
        <source>Click to choose the range of the colours.</source>
        <translation>单击可选择颜色的范围。</translation>
    </message>
    <message>
        <source>Each cell from its lowest to its highest value over what is shown. One that moves by less than {least} stays near the colour of the lowest.</source>
        <translation>每个细胞从所示文本中的最低值到最高值着色。变化不到 {least} 的细胞，颜色始终接近最低值一端。</translation>
    </message>
    <message>
        <source>The values go from {low} to {high}.</source>
        <translation>数值从 {low} 到 {high}。</translation>
    </message>
    <message>
        <source>cell&apos;s
highest</source>
        <translation>细胞
最高</translation>
    </message>
    <message>
        <source>cell&apos;s
lowest</source>
        <translation>细胞
最低</translation>
    </message>
</context>
<context>
    <name>ColumnReader</name>
    <message>
        <source>{share} new</source>
        <translation>{share} 是新的</translation>
    </message>
</context>
<context>
    <name>Columns</name>
    <message>
        <source>B: held out</source>
        <translation>B：留出部分</translation>
    </message>
    <message>
        <source>B: perplexity</source>
        <translation>B：困惑度</translation>
    </message>
    <message>
        <source>B: ∂c, layer {number}</source>
        <translation>B：∂c，第 {number} 层</translation>
    </message>
    <message>
        <source>B: ∂h, layer {number}</source>
        <translation>B：∂h，第 {number} 层</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>小批量</translation>
    </message>
    <message>
        <source>began</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>cell</source>
        <translation>细胞</translation>
    </message>
    <message>
        <source>cell {number}</source>
        <translation>细胞 {number}</translation>
    </message>
    <message>
        <source>character</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>clipped, %</source>
        <translation>被裁剪，%</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>divergence, nats</source>
        <translation>散度，奈特</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>expects</source>
        <translation>应得</translation>
    </message>
    <message>
        <source>gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>gradient of c</source>
        <translation>c 的梯度</translation>
    </message>
    <message>
        <source>gradient of h</source>
        <translation>h 的梯度</translation>
    </message>
    <message>
        <source>half-life</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出部分</translation>
    </message>
    <message>
        <source>inside</source>
        <translation>短语内</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>largest difference</source>
        <translation>最大差异</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>longest copied</source>
        <translation>最长照搬</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>mean change</source>
        <translation>平均变化</translation>
    </message>
    <message>
        <source>mean difference</source>
        <translation>平均差异</translation>
    </message>
    <message>
        <source>mean length copied</source>
        <translation>平均照搬长度</translation>
    </message>
    <message>
        <source>name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>never moves</source>
        <translation>从不变化</translation>
    </message>
    <message>
        <source>norm of c</source>
        <translation>c 的范数</translation>
    </message>
    <message>
        <source>norm of h</source>
        <translation>h 的范数</translation>
    </message>
    <message>
        <source>notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>outside</source>
        <translation>短语外</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>reads</source>
        <translation>读入</translation>
    </message>
    <message>
        <source>repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>share that is new</source>
        <translation>新内容占比</translation>
    </message>
    <message>
        <source>sign</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>surprise, nats</source>
        <translation>意外度，奈特</translation>
    </message>
    <message>
        <source>symbol</source>
        <translation>记号</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>until the line ends</source>
        <translation>写到行末</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>with</source>
        <translation>干预后</translation>
    </message>
    <message>
        <source>without</source>
        <translation>无干预</translation>
    </message>
    <message>
        <source>∂c, layer {number}</source>
        <translation>∂c，第 {number} 层</translation>
    </message>
    <message>
        <source>∂h, layer {number}</source>
        <translation>∂h，第 {number} 层</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>An action, a view, a setting, a lesson or a file</source>
        <translation>操作、视图、设置、课程或文件</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Nothing is called so.</source>
        <translation>没有这样的名称。</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配的命令</translation>
    </message>
    <message>
        <source>not now</source>
        <translation>现在不可用</translation>
    </message>
</context>
<context>
    <name>ConfigPanel</name>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Only an LSTM has a forget gate, so this does nothing here.</source>
        <translation>只有 LSTM 有遗忘门，此项在这里不起作用。</translation>
    </message>
</context>
<context>
    <name>Copies</name>
    <message>
        <source>{count} characters as in {place}</source>
        <translation>{count} 个字符与 {place} 相同</translation>
    </message>
    <message>
        <source>{count} characters as in {place}, which was held out</source>
        <translation>{count} 个字符与 {place} 相同，该处是留出的</translation>
    </message>
</context>
<context>
    <name>CopyIndex</name>
    <message>
        <source>line {line}</source>
        <translation>第 {line} 行</translation>
    </message>
    <message>
        <source>“{song}”, line {line}</source>
        <translation>《{song}》第 {line} 行</translation>
    </message>
</context>
<context>
    <name>Corpora</name>
    <message>
        <source>Alice’s Adventures in Wonderland, from Project Gutenberg</source>
        <translation>《爱丽丝梦游仙境》（英文），来自古登堡计划</translation>
    </message>
    <message>
        <source>Characters that cannot be read: {count} (U+FFFD).</source>
        <translation>无法读取的字符：{count} 个（U+FFFD）。</translation>
    </message>
    <message>
        <source>Chinese lyrics (included)</source>
        <translation>中文歌词（自带）</translation>
    </message>
    <message>
        <source>Dream of the Red Chamber, in traditional Chinese, from Project Gutenberg</source>
        <translation>《红楼梦》（繁体），来自古登堡计划</translation>
    </message>
    <message>
        <source>English lyrics (included)</source>
        <translation>英文歌词（自带）</translation>
    </message>
    <message>
        <source>Journey to the West, in traditional Chinese, from Project Gutenberg</source>
        <translation>《西游记》（繁体），来自古登堡计划</translation>
    </message>
    <message>
        <source>Left out: what Project Gutenberg has put around the text, such as its licence.</source>
        <translation>已去掉古登堡计划加在文本前后的内容，如许可条款。</translation>
    </message>
    <message>
        <source>Left out: {count} characters that steer a terminal, such as colours, or that no text has.</source>
        <translation>已去掉 {count} 个字符：颜色等终端控制序列，以及文本中不该有的控制字符。</translation>
    </message>
    <message>
        <source>Lines that begin with # and a space are titles; none of them is trained on.</source>
        <translation>以 # 和空格开头的行是标题，不参与训练。</translation>
    </message>
    <message>
        <source>Lyrics of Jay Chou, from the book Dive into Deep Learning</source>
        <translation>周杰伦歌词，来自《动手学深度学习》</translation>
    </message>
    <message>
        <source>Many lines have a time stamp, which is learnt as text. It can be left out: by “change…” below, or by --untimed on the command line.</source>
        <translation>许多行带有时间戳，会被当作文本来学。可以去掉：点下方的“更改…”，或在命令行用 --untimed。</translation>
    </message>
    <message>
        <source>Pride and Prejudice, from Project Gutenberg</source>
        <translation>《傲慢与偏见》（英文），来自古登堡计划</translation>
    </message>
    <message>
        <source>The Adventures of Sherlock Holmes, from Project Gutenberg</source>
        <translation>《福尔摩斯历险记》（英文），来自古登堡计划</translation>
    </message>
    <message>
        <source>Tiny Shakespeare, from char-rnn</source>
        <translation>莎士比亚选集（Tiny Shakespeare），来自 char-rnn</translation>
    </message>
    <message>
        <source>copyright of the songwriters; for study</source>
        <translation>著作权归词作者所有，仅供学习</translation>
    </message>
    <message>
        <source>public domain</source>
        <translation>公有领域</translation>
    </message>
</context>
<context>
    <name>CorpusCard</name>
    <message>
        <source>1 batch an epoch</source>
        <translation>每个迭代周期 1 个小批量</translation>
    </message>
    <message>
        <source>Change the encoding</source>
        <translation>更改编码</translation>
    </message>
    <message>
        <source>Choose a text</source>
        <translation>选择文本</translation>
    </message>
    <message>
        <source>Choose a text to train on</source>
        <translation>选择用来训练的文本</translation>
    </message>
    <message>
        <source>Clear recent files</source>
        <translation>清除最近的文件</translation>
    </message>
    <message>
        <source>Edit or paste text…</source>
        <translation>编辑或粘贴文本…</translation>
    </message>
    <message>
        <source>Get texts…</source>
        <translation>获取文本…</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>没有文本</translation>
    </message>
    <message>
        <source>Open file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Read as {encoding}</source>
        <translation>按 {encoding} 读取</translation>
    </message>
    <message>
        <source>Read the file in another encoding</source>
        <translation>换一种编码读取文件</translation>
    </message>
    <message>
        <source>Songs…</source>
        <translation>歌曲…</translation>
    </message>
    <message>
        <source>Tasks that need memory</source>
        <translation>需要记忆的任务</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>change…</source>
        <translation>更改…</translation>
    </message>
    <message numerus="yes">
        <source>{batches} batches an epoch</source>
        <translation>
            <numerusform>每个迭代周期 {batches} 个小批量</numerusform>
        </translation>
    </message>
    <message>
        <source>{characters} of them held out, at the end</source>
        <translation>其中末尾 {characters} 个字符留作验证</translation>
    </message>
    <message>
        <source>{characters} of them held out: the last song</source>
        <translation>其中 {characters} 个字符留作验证：最后 1 首歌</translation>
    </message>
    <message numerus="yes">
        <source>{characters} of them held out: the last {songs} songs</source>
        <translation>
            <numerusform>其中 {characters} 个字符留作验证：最后 {songs} 首歌</numerusform>
        </translation>
    </message>
    <message>
        <source>{distinct} distinct · 1 line</source>
        <translation>{distinct} 个不同字符 · 1 行</translation>
    </message>
    <message>
        <source>{distinct} distinct · 1 song</source>
        <translation>{distinct} 个不同字符 · 1 首歌</translation>
    </message>
    <message numerus="yes">
        <source>{distinct} distinct · {lines} lines</source>
        <translation>
            <numerusform>{distinct} 个不同字符 · {lines} 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{distinct} distinct · {songs} songs</source>
        <translation>
            <numerusform>{distinct} 个不同字符 · {songs} 首歌</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{total} characters</source>
        <translation>
            <numerusform>{total} 个字符</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{used} of {total} characters</source>
        <translation>
            <numerusform>{total} 个字符中的前 {used} 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CurveGlance</name>
    <message>
        <source>Curve of perplexity</source>
        <translation>困惑度曲线</translation>
    </message>
    <message>
        <source>Perplexity so far. Click to see the plot.</source>
        <translation>到目前为止的困惑度。点击可查看完整的图。</translation>
    </message>
    <message numerus="yes">
        <source>{n} epochs, from {first} to {last}</source>
        <translation>
            <numerusform>{n} 个迭代周期，从 {first} 到 {last}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CurveSound</name>
    <message>
        <source>No program that plays sounds is installed. Install one (on Debian and Ubuntu: apt install alsa-utils), and the next epoch is heard.</source>
        <translation>没有安装能播放声音的程序。请安装一个（Debian 和 Ubuntu：apt install alsa-utils），下一个迭代周期就能听到。</translation>
    </message>
    <message>
        <source>{player} cannot play a sound here: {reason}</source>
        <translation>{player} 在这里无法播放声音：{reason}</translation>
    </message>
</context>
<context>
    <name>DataFolderDialog</name>
    <message>
        <source>Change the data folder</source>
        <translation>更改数据文件夹</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected files</source>
        <translation>删除所选文件</translation>
    </message>
    <message numerus="yes">
        <source>Delete {count} for good</source>
        <translation>
            <numerusform>永久删除 {count} 个</numerusform>
        </translation>
    </message>
    <message>
        <source>From the next start on they lie in {folder}; nothing is moved there.</source>
        <translation>从下次启动起保存在 {folder}；已有的文件不会移过去。</translation>
    </message>
    <message>
        <source>Kept files</source>
        <translation>保存的文件</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Runs, models and texts lie in {folder}.</source>
        <translation>运行、模型和文本保存在 {folder}。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the data folder</source>
        <translation>显示数据文件夹</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>The environment variable LSTM_GUI_DATA says so.</source>
        <translation>由环境变量 LSTM_GUI_DATA 指定。</translation>
    </message>
    <message>
        <source>model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>model without a run</source>
        <translation>没有对应运行的模型</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message numerus="yes">
        <source>{count} chosen, {size}; a run whose model is deleted cannot go on</source>
        <translation>
            <numerusform>已选 {count} 个，{size}；模型删除后，该运行无法继续</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} files, {size} in all</source>
        <translation>
            <numerusform>共 {count} 个文件，{size}</numerusform>
        </translation>
    </message>
    <message>
        <source>{kind}, in use</source>
        <translation>{kind}，使用中</translation>
    </message>
    <message>
        <source>{kind}, saved before a crash</source>
        <translation>{kind}，崩溃前保存</translation>
    </message>
</context>
<context>
    <name>DistancePanel</name>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
</context>
<context>
    <name>Docks</name>
    <message>
        <source>Article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>细胞</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>实验</translation>
    </message>
    <message>
        <source>Fill the screen</source>
        <translation>占满屏幕</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Intervention</source>
        <translation>干预</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Lifetimes</source>
        <translation>记忆时长</translation>
    </message>
    <message>
        <source>Lyrics</source>
        <translation>歌词</translation>
    </message>
    <message>
        <source>One cell</source>
        <translation>单个细胞</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Phrases</source>
        <translation>短语</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Show beside</source>
        <translation>并排显示</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>慢动作</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Tear off</source>
        <translation>移出窗口</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假如</translation>
    </message>
</context>
<context>
    <name>Dropping</name>
    <message>
        <source>Drop to begin the lesson {file}</source>
        <translation>松开即开始课程 {file}</translation>
    </message>
    <message>
        <source>Drop to go on with the model {file}</source>
        <translation>松开即用模型 {file} 继续</translation>
    </message>
    <message>
        <source>Drop to open the moment {file}</source>
        <translation>松开即打开时刻 {file}</translation>
    </message>
    <message>
        <source>Drop to put this piece of text into the editor</source>
        <translation>松开即把这段文字放进编辑器</translation>
    </message>
    <message>
        <source>Drop to take the settings of the run in {file}</source>
        <translation>松开即采用 {file} 中那次运行的设置</translation>
    </message>
    <message numerus="yes">
        <source>Drop to train on these {count} texts as one</source>
        <translation>
            <numerusform>松开即把这 {count} 个文本合在一起训练</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to train on {file}</source>
        <translation>松开即用 {file} 训练</translation>
    </message>
    <message>
        <source>Only {file} is opened. Several files can be opened at once if all of them are texts.</source>
        <translation>只打开 {file}。全部是文本时，才能一次打开多个文件。</translation>
    </message>
</context>
<context>
    <name>EncodingDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Encoding of {name}</source>
        <translation>{name} 的编码</translation>
    </message>
    <message>
        <source>Leave out time stamps and tags (.lrc, .srt, .vtt)</source>
        <translation>去掉时间戳和标签（.lrc、.srt、.vtt）</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Use this encoding</source>
        <translation>使用此编码</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>A film is a .gif or an .mp4, not {kind}.</source>
        <translation>影片只能是 .gif 或 .mp4，不能是 {kind}。</translation>
    </message>
    <message>
        <source>A lesson begins with [lesson].</source>
        <translation>课程要以 [lesson] 开头。</translation>
    </message>
    <message>
        <source>A line is key = value, [lesson], [step] or # remark.</source>
        <translation>每一行应当是“键 = 值”、[lesson]、[step] 或“# 注释”。</translation>
    </message>
    <message>
        <source>A line that is indented goes on a value.</source>
        <translation>缩进的行是上一个值的接续，这里前面没有值。</translation>
    </message>
    <message>
        <source>A question needs at least two choices.</source>
        <translation>一个问题至少要有两个选项（choice）。</translation>
    </message>
    <message>
        <source>An .mp4 needs ffmpeg, which is not installed. Choose .gif, or install it.</source>
        <translation>生成 .mp4 需要 ffmpeg，而这里没有安装。请改选 .gif，或安装 ffmpeg。</translation>
    </message>
    <message>
        <source>At most {count} prefixes of at most {length} characters each.</source>
        <translation>前缀最多 {count} 个，每个最多 {length} 个字符。</translation>
    </message>
    <message>
        <source>Cannot be {got}.</source>
        <translation>不能是 {got}。</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出了磁盘配额</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名太长</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>读写出错</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>路径无效</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>这是一个文件夹</translation>
    </message>
    <message>
        <source>MXNet 1.9.1 has no build for {platform}. Use Linux (x86_64 or aarch64) or an Intel Mac; on Windows, use Linux in WSL2.</source>
        <translation>MXNet 1.9.1 不支持 {platform}。请使用 Linux（x86_64 或 aarch64）或 Intel 芯片的 Mac；在 Windows 上请使用 WSL2 里的 Linux。</translation>
    </message>
    <message>
        <source>MXNet cannot use this graphics card. Choose the context cpu, or install a build of MXNet for your CUDA version.</source>
        <translation>MXNet 无法使用这块显卡。请选择设备 cpu，或安装与 CUDA 版本对应的 MXNet。</translation>
    </message>
    <message>
        <source>MXNet is installed but does not load ({reason}). Install it anew with: pip install --force-reinstall mxnet==1.9.1 &quot;numpy&gt;=1.26,&lt;2&quot;</source>
        <translation>MXNet 已安装，但无法加载（{reason}）。请用此命令重新安装：pip install --force-reinstall mxnet==1.9.1 &quot;numpy&gt;=1.26,&lt;2&quot;</translation>
    </message>
    <message>
        <source>MXNet needs the system library {library}, which is missing. Install it with your system&apos;s package manager.</source>
        <translation>MXNet 需要系统库 {library}，但系统里没有。请用系统的软件包管理器安装。</translation>
    </message>
    <message>
        <source>MXNet needs the system library {library}, which is missing. On Debian and Ubuntu install it with: sudo apt-get install libquadmath0</source>
        <translation>MXNet 需要系统库 {library}，但系统里没有。在 Debian 和 Ubuntu 上请用此命令安装：sudo apt-get install libquadmath0</translation>
    </message>
    <message>
        <source>MXNet stopped with an error ({reason}). Build the network anew; if it happens again, try another implementation.</source>
        <translation>MXNet 出错停止（{reason}）。请重新建立网络；如果再次出错，请换一种实现方式。</translation>
    </message>
    <message>
        <source>MXNet&apos;s library does not load ({reason}). Run lstm-gui doctor to see what is missing.</source>
        <translation>MXNet 的库无法加载（{reason}）。请运行 lstm-gui doctor，查看缺少什么。</translation>
    </message>
    <message>
        <source>More than half would be held out. Train on more songs, or hold out fewer.</source>
        <translation>留出的部分超过了一半。请多用一些歌来训练，或少留出几首。</translation>
    </message>
    <message>
        <source>More than {percent} % of {file} is unreadable (U+FFFD), as after a wrong conversion. Get the text from its source again, or choose another file.</source>
        <translation>{file} 有超过 {percent}% 的内容无法辨认（U+FFFD），像是经过了错误的编码转换。请从来源处重新获取文本，或选择别的文件。</translation>
    </message>
    <message>
        <source>Must be a number, got {got}.</source>
        <translation>须为数字，当前值：{got}。</translation>
    </message>
    <message>
        <source>Must be a whole number, got {got}.</source>
        <translation>须为整数，当前值：{got}。</translation>
    </message>
    <message>
        <source>Must be between {low} and {high}, got {got}.</source>
        <translation>须在 {low} 到 {high} 之间，当前值：{got}。</translation>
    </message>
    <message>
        <source>Must be cpu or gpu:0, gpu:1 and so on, got {got}.</source>
        <translation>须为 cpu，或 gpu:0、gpu:1 等；当前值：{got}。</translation>
    </message>
    <message>
        <source>Must be one of {names}, got {got}.</source>
        <translation>须为以下之一：{names}；当前值：{got}。</translation>
    </message>
    <message>
        <source>No song is to be trained on. Tick at least one.</source>
        <translation>没有一首歌用于训练。请至少勾选一首。</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有这个文件或文件夹</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>路径中有一段不是文件夹</translation>
    </message>
    <message>
        <source>Nothing came before this character.</source>
        <translation>这个字符之前没有别的字符。</translation>
    </message>
    <message>
        <source>Nothing can be kept in {folder}, because it cannot be written. Choose another.</source>
        <translation>{folder} 无法写入，不能用来保存数据。请另选一个文件夹。</translation>
    </message>
    <message>
        <source>Nothing was measured here yet. Choose a run that has been trained.</source>
        <translation>这里还没有任何测量结果。请选择一个训练过的运行。</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允许此操作</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>PostgreSQL needs a driver. Install it with: pip install &quot;psycopg[binary]&quot;</source>
        <translation>PostgreSQL 需要驱动程序，安装命令：pip install &quot;psycopg[binary]&quot;</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>磁盘是只读的</translation>
    </message>
    <message>
        <source>Rhymes need pypinyin. Install it with: pip install &quot;lstm-gui[lyrics]&quot;</source>
        <translation>查看押韵需要 pypinyin。安装命令：pip install &quot;lstm-gui[lyrics]&quot;</translation>
    </message>
    <message>
        <source>The answer is the number of a choice, 1 to {most}.</source>
        <translation>answer 是选项的序号，从 1 到 {most}。</translation>
    </message>
    <message>
        <source>The connection was cut off after {received:,} of {size:,} bytes. Press Resume.</source>
        <translation>连接中断，已收到 {received:,} / {size:,} 字节。请按“继续”。</translation>
    </message>
    <message>
        <source>The context {context} cannot be used: MXNet finds no graphics card here. Choose cpu, or install a build of MXNet for your CUDA version.</source>
        <translation>无法使用设备 {context}：MXNet 在这里找不到显卡。请选择 cpu，或安装与 CUDA 版本对应的 MXNet。</translation>
    </message>
    <message>
        <source>The context {context} cannot be used: the last graphics card is gpu:{last}. Choose that, or cpu.</source>
        <translation>无法使用设备 {context}：最后一块显卡是 gpu:{last}。请选择它，或选择 cpu。</translation>
    </message>
    <message>
        <source>The database {place} cannot be used ({reason}). Check the address in {storage_option}.</source>
        <translation>数据库 {place} 无法使用（{reason}）。请检查地址（{storage_option}）。</translation>
    </message>
    <message>
        <source>The database {place} needs the driver {name}. Install it with pip.</source>
        <translation>数据库 {place} 需要驱动程序 {name}，请用 pip 安装。</translation>
    </message>
    <message>
        <source>The encoding of {file} could not be recognised. Choose it by hand, or save the text as UTF-8.</source>
        <translation>无法识别 {file} 的编码。请手动选择，或将文本另存为 UTF-8。</translation>
    </message>
    <message>
        <source>The engine needs the Python package {package}, which is not installed. Install it with: {command}</source>
        <translation>引擎需要 Python 包 {package}，但它没有安装。请用此命令安装：{command}</translation>
    </message>
    <message>
        <source>The film could not be made. Choose another format or size.</source>
        <translation>未能生成影片。请换一种格式或尺寸。</translation>
    </message>
    <message>
        <source>The journal {path} cannot be used ({reason}). Choose another with {storage_option}.</source>
        <translation>日志文件 {path} 无法使用（{reason}）。请换一个（{storage_option}）。</translation>
    </message>
    <message>
        <source>The lesson has no [step].</source>
        <translation>这一课没有 [step]。</translation>
    </message>
    <message>
        <source>The model cannot be saved, because training has broken down and its weights are no longer numbers. Lower the learning rate or clipping θ, and train again.</source>
        <translation>训练已发散，权重不再是数，因此模型无法保存。请调小学习率或裁剪阈值 θ，再重新训练。</translation>
    </message>
    <message>
        <source>The model has never seen these characters: {characters}. Use characters of its text.</source>
        <translation>模型没有见过这些字符：{characters}。请使用训练文本里的字符。</translation>
    </message>
    <message>
        <source>The model is too large to be saved ({size} MB, and {most} MB is the most). Use fewer hidden units or layers.</source>
        <translation>模型太大，无法保存（{size} MB，上限为 {most} MB）。请减少隐藏单元数或层数。</translation>
    </message>
    <message>
        <source>The model was trained on another text ({name}). Open that text, with the same number of characters in use, and then the model.</source>
        <translation>模型是用另一个文本（{name}）训练的。请先打开那个文本，使用同样多的字符，再打开模型。</translation>
    </message>
    <message>
        <source>The picture would have {pixels} million pixels, and {most} million are the most. Choose a smaller size or resolution.</source>
        <translation>图片将有 {pixels} 兆像素，最多 {most} 兆像素。请选择较小的尺寸或分辨率。</translation>
    </message>
    <message>
        <source>The run under way could not be copied ({reason}), so a crash would lose it. Training goes on; it is tried again every minute.</source>
        <translation>无法复制正在进行的运行（{reason}），此时若崩溃就会丢失。训练照常继续，每分钟会再试一次。</translation>
    </message>
    <message>
        <source>The script cannot repeat this run: after {epochs} epochs the network or the text became another one, or it went back to its best moment. Export its table or its report.</source>
        <translation>脚本无法重现这次运行：在第 {epochs} 个周期处，网络或文本换成了别的，或者回到了最佳时刻。请改为导出它的表格或报告。</translation>
    </message>
    <message>
        <source>The script needs the text that the run was trained on. Open that text first.</source>
        <translation>脚本需要这次运行所用的训练文本。请先打开那份文本。</translation>
    </message>
    <message>
        <source>The server answers {status} instead of sending {file}. Try again later.</source>
        <translation>服务器没有发来 {file}，而是返回 {status}。请稍后再试。</translation>
    </message>
    <message>
        <source>The server leads to an address that is not https ({scheme}), so nothing was fetched.</source>
        <translation>服务器转向了非 https 的地址（{scheme}），因此没有下载任何内容。</translation>
    </message>
    <message>
        <source>The server sends too slowly: {received:,} of {size:,} bytes so far. Press Resume, or try again later.</source>
        <translation>服务器发送太慢：目前收到 {received:,} / {size:,} 字节。请按“继续”，或稍后再试。</translation>
    </message>
    <message>
        <source>The study in {place} cannot be read or written any more ({reason}).</source>
        <translation>{place} 中的研究已无法读写（{reason}）。</translation>
    </message>
    <message>
        <source>The study {name} is not one of {program}. Choose another name with {study_option}.</source>
        <translation>研究 {name} 不是由 {program} 建立的。请换一个名称（{study_option}）。</translation>
    </message>
    <message>
        <source>The study {study} belongs to another version of this program. Choose another name with {study_option}.</source>
        <translation>研究 {study} 属于本程序的另一个版本。请换一个名称（{study_option}）。</translation>
    </message>
    <message>
        <source>The study {study} compares the perplexity of the whole text, and with {share} held out it would be another. Leave {held_out_option} out, or begin another with {study_option}.</source>
        <translation>研究 {study} 比较的是整段文本上的困惑度，留出 {share} 之后就无法与之比较。请去掉 {held_out_option}，或用 {study_option} 另起一个研究。</translation>
    </message>
    <message>
        <source>The study {study} compares the perplexity of the {share} held out, which trials with nothing held out do not have. Leave {held_out_option} out, or begin another with {study_option}.</source>
        <translation>研究 {study} 比较的是留出的 {share} 上的困惑度，不留出文本的试验没有这个数。请去掉 {held_out_option}，或用 {study_option} 另起一个研究。</translation>
    </message>
    <message>
        <source>The study {study} has another text ({text}). Leave that out to take part in it, or begin another with {study_option}.</source>
        <translation>研究 {study} 用的是另一份文本（{text}）。要加入它，请不要改文本；否则请换一个名称（{study_option}）。</translation>
    </message>
    <message>
        <source>The study {study} has other ranges: {ranges}. Leave that out to take part in it, or begin another with {study_option}.</source>
        <translation>研究 {study} 的范围不同：{ranges}。要加入它，请不要另设范围；否则请换一个名称（{study_option}）。</translation>
    </message>
    <message>
        <source>The study {study} has {flag} {theirs}, not {ours}. Leave that out to take part in it, or begin another with {study_option}.</source>
        <translation>研究 {study} 的设置不同（{flag}：{theirs}，不是 {ours}）。要加入它，请不要改这一项；否则请换一个名称（{study_option}）。</translation>
    </message>
    <message>
        <source>The study {study} is of an older version, which compared the perplexity of the training text although {share} was held out. Begin another with {study_option}.</source>
        <translation>研究 {study} 来自旧版本：虽然留出了 {share}，比较的却是训练文本上的困惑度。请用 {study_option} 另起一个研究。</translation>
    </message>
    <message>
        <source>The task {task} has no parameter {name}. It has {names}.</source>
        <translation>任务 {task} 没有参数 {name}。它的参数有 {names}。</translation>
    </message>
    <message>
        <source>The text could not be read ({reason}). Try again, or choose another one.</source>
        <translation>无法读取文本（{reason}）。请再试一次，或者换一个文本。</translation>
    </message>
    <message>
        <source>The twin has ended. If its run is in the table of runs, continue it there, and save its model then.</source>
        <translation>孪生已经结束。如果它的运行在运行记录中，请在那里继续，再保存模型。</translation>
    </message>
    <message>
        <source>There is no model to save yet. Press Start first.</source>
        <translation>还没有可保存的模型。请先按“开始”。</translation>
    </message>
    <message>
        <source>There is no network yet. Build one.</source>
        <translation>还没有网络。请先建立一个。</translation>
    </message>
    <message>
        <source>There is no room for {file} on the disk. Free some space and try again.</source>
        <translation>磁盘空间不足，放不下 {file}。请腾出一些空间再试。</translation>
    </message>
    <message>
        <source>There is no task {name}. Choose one of {names}.</source>
        <translation>没有名为 {name} 的任务。请从 {names} 中选择。</translation>
    </message>
    <message>
        <source>There is no {name}. Choose from {names}.</source>
        <translation>没有 {name}，可用的有：{names}。</translation>
    </message>
    <message>
        <source>There is not enough memory for this network. Use fewer hidden units or layers, a smaller batch, or fewer time steps.</source>
        <translation>内存容不下这个网络。请减少隐藏单元或层数，或减小批量大小、时间步数。</translation>
    </message>
    <message>
        <source>These cells are of another model. Choose the cells anew (layers here: {layers}, cells in each: {hidden}).</source>
        <translation>这些细胞属于另一个模型。请重新选择细胞（当前模型有 {layers} 层，每层 {hidden} 个细胞）。</translation>
    </message>
    <message>
        <source>These weights do not fit the network: {name} is {found}, and should be {wanted}. Build a network with the settings that they were saved with.</source>
        <translation>权重与网络不符：{name} 是 {found}，应为 {wanted}。请按保存这些权重时的设置建立网络。</translation>
    </message>
    <message>
        <source>This build of MXNet is for graphics cards and needs {library}, which is missing. Install the NVIDIA driver and CUDA, or the build for the processor: pip install mxnet==1.9.1</source>
        <translation>这是显卡版的 MXNet，需要 {library}，但系统里没有。请安装 NVIDIA 驱动和 CUDA，或安装处理器版：pip install mxnet==1.9.1</translation>
    </message>
    <message>
        <source>This cannot stand behind {key}.</source>
        <translation>{key} 后面不能这样写。</translation>
    </message>
    <message>
        <source>This needs a run: name its text with corpus.</source>
        <translation>这一项要有训练才行：请用 corpus 写明文本。</translation>
    </message>
    <message>
        <source>This part has no {key}.</source>
        <translation>这一段缺少 {key}。</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接层数过多</translation>
    </message>
    <message>
        <source>Type at least one character to begin with.</source>
        <translation>请至少输入一个开头的字符。</translation>
    </message>
    <message>
        <source>Where a line ends cannot be seen: a new line is a space to the model, as between words. Ask for a length instead.</source>
        <translation>看不出一行在哪里结束：对模型来说，换行就是空格，与单词之间的空格一样。请改为指定字数。</translation>
    </message>
    <message>
        <source>With {share} of {file} held out, the rest is too short: one batch needs {needed:,} characters, and there are only {characters:,}. Hold out less, or use more text, a smaller batch size or fewer time steps.</source>
        <translation>{file} 留出 {share} 之后，只剩 {characters:,} 个字符用于训练，而一个批量需要 {needed:,} 个。请少留一些，或使用更多文本、更小的批量大小或更少的时间步。</translation>
    </message>
    <message>
        <source>[lesson] stands once, at the top.</source>
        <translation>[lesson] 只在最上面出现一次。</translation>
    </message>
    <message>
        <source>a PowerPoint presentation (.pptx)</source>
        <translation>PowerPoint 演示文稿（.pptx）</translation>
    </message>
    <message>
        <source>a Word document (.docx)</source>
        <translation>Word 文档（.docx）</translation>
    </message>
    <message>
        <source>a database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>a model of another program</source>
        <translation>其他程序的模型</translation>
    </message>
    <message>
        <source>a model that this program has saved</source>
        <translation>本程序保存的模型</translation>
    </message>
    <message>
        <source>a picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>a program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>a rich text document (.rtf)</source>
        <translation>RTF 文档（.rtf）</translation>
    </message>
    <message>
        <source>a sound or a film</source>
        <translation>音频或视频</translation>
    </message>
    <message>
        <source>a web page (.html)</source>
        <translation>网页（.html）</translation>
    </message>
    <message>
        <source>an Excel workbook (.xlsx)</source>
        <translation>Excel 工作簿（.xlsx）</translation>
    </message>
    <message>
        <source>an OpenDocument file (.odt, .ods or .odp)</source>
        <translation>OpenDocument 文件（.odt、.ods 或 .odp）</translation>
    </message>
    <message>
        <source>an archive of another kind (.tar, .gz, .7z or the like)</source>
        <translation>其他格式的压缩包（.tar、.gz、.7z 等）</translation>
    </message>
    <message>
        <source>an e-book (.epub)</source>
        <translation>电子书（.epub）</translation>
    </message>
    <message>
        <source>an old Office document (.doc, .xls or .ppt)</source>
        <translation>旧版 Office 文档（.doc、.xls 或 .ppt）</translation>
    </message>
    <message>
        <source>it is a device or a pipe, not a file</source>
        <translation>它是设备或管道，不是文件</translation>
    </message>
    <message>
        <source>its arrays do not fit its settings</source>
        <translation>数组与设置不符</translation>
    </message>
    <message>
        <source>its checksum does not match</source>
        <translation>校验和不符</translation>
    </message>
    <message>
        <source>search needs Optuna. Install it with: pip install &quot;lstm-gui[search]&quot;</source>
        <translation>搜索需要 Optuna，安装命令：pip install &quot;lstm-gui[search]&quot;</translation>
    </message>
    <message>
        <source>{context} cannot be used here: MXNet reports {usable}. Choose one of these, or install a build of MXNet for your graphics card.</source>
        <translation>这里不能使用 {context}：MXNet 报告可用的设备是 {usable}。请从中选择，或安装适合显卡的 MXNet。</translation>
    </message>
    <message>
        <source>{file} cannot be opened ({reason}). Choose another file.</source>
        <translation>无法打开 {file}（{reason}）。请选择别的文件。</translation>
    </message>
    <message>
        <source>{file} cannot be read as {encoding}, which is not the name of an encoding. Use one such as utf-8, gb18030 or big5.</source>
        <translation>无法按 {encoding} 读取 {file}：没有叫这个名称的编码。请使用 utf-8、gb18030 或 big5 等编码。</translation>
    </message>
    <message>
        <source>{file} cannot be written ({reason}). Choose another name or folder.</source>
        <translation>无法写入 {file}（{reason}）。请换一个文件名或文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be written in {folder} ({reason}). Check the folder and try again.</source>
        <translation>无法在 {folder} 中写入 {file}（{reason}）。请检查该文件夹后再试。</translation>
    </message>
    <message>
        <source>{file} contains NUL bytes, which no text has. Save it again as plain UTF-8 text.</source>
        <translation>{file} 含有 NUL 字节，而文本里不会有这种字节。请重新保存为 UTF-8 纯文本。</translation>
    </message>
    <message>
        <source>{file} could not be fetched ({reason}). Try again.</source>
        <translation>无法下载 {file}（{reason}）。请再试一次。</translation>
    </message>
    <message>
        <source>{file} could not be read ({reason}). Check the name and try again.</source>
        <translation>无法读取 {file}（{reason}）。请检查名称后重试。</translation>
    </message>
    <message>
        <source>{file} could not be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} does not exist. Check the name and the folder, or choose another.</source>
        <translation>{file} 不存在。请检查名称和文件夹，或选择别的文件。</translation>
    </message>
    <message>
        <source>{file} has no .txt file in it. Choose a zip that holds one.</source>
        <translation>{file} 里没有 .txt 文件。请选择含有 .txt 文件的 zip。</translation>
    </message>
    <message>
        <source>{file} has nothing but blanks in it. Choose a file with text in it.</source>
        <translation>{file} 里只有空白。请选择有文字的文件。</translation>
    </message>
    <message>
        <source>{file} holds an unsafe entry ({member}), a link or a path that leads outside. Choose a zip that you trust.</source>
        <translation>{file} 含有不安全的条目（{member}）：它是链接，或路径指向压缩包之外。请选择可信的 zip。</translation>
    </message>
    <message>
        <source>{file} holds more than {limit} files. Unpack it and choose the .txt file.</source>
        <translation>{file} 里的文件超过 {limit} 个。请解压后选择其中的 .txt 文件。</translation>
    </message>
    <message>
        <source>{file} holds {count} texts, {first} and {second} among them. Unpack it and choose the one you want.</source>
        <translation>{file} 里有 {count} 个文本，包括 {first} 和 {second}。请解压后选择所需的一个。</translation>
    </message>
    <message>
        <source>{file} is a damaged zip. Fetch or make it again, or choose another file.</source>
        <translation>zip 文件 {file} 已损坏。请重新下载或压缩，或选择别的文件。</translation>
    </message>
    <message>
        <source>{file} is a device or a pipe, not a file. Choose a .txt or .zip file.</source>
        <translation>{file} 是设备或管道，不是文件。请选择 .txt 或 .zip 文件。</translation>
    </message>
    <message>
        <source>{file} is a device or a pipe. Choose a file that the playground has saved.</source>
        <translation>{file} 是设备或管道。请选择游乐场保存的文件。</translation>
    </message>
    <message>
        <source>{file} is a folder. Choose a .txt file, or a .zip with one inside.</source>
        <translation>{file} 是文件夹。请选择 .txt 文件，或含有 .txt 文件的 .zip。</translation>
    </message>
    <message>
        <source>{file} is a folder. Choose a file that the playground has saved.</source>
        <translation>{file} 是文件夹。请选择游乐场保存的文件。</translation>
    </message>
    <message>
        <source>{file} is being fetched already, perhaps by another window.</source>
        <translation>{file} 已在下载，可能是另一个窗口在下载。</translation>
    </message>
    <message>
        <source>{file} is compressed in an unusual way. Unpack it and choose the .txt file.</source>
        <translation>{file} 的压缩方式不受支持。请解压后选择其中的 .txt 文件。</translation>
    </message>
    <message>
        <source>{file} is damaged ({reason}). Use another copy of it, or train the model again.</source>
        <translation>{file} 已损坏（{reason}）。请换用另一份副本，或重新训练模型。</translation>
    </message>
    <message>
        <source>{file} is empty. Choose a file with text in it.</source>
        <translation>{file} 是空的。请选择有文字的文件。</translation>
    </message>
    <message>
        <source>{file} is in use here, and would be lost. Choose another name.</source>
        <translation>{file} 正在使用，写入会使其内容丢失。请换一个文件名。</translation>
    </message>
    <message>
        <source>{file} is larger than any file of the playground ({size} MB). Choose another file.</source>
        <translation>{file} 比游乐场的任何文件都大（{size} MB）。请选择其他文件。</translation>
    </message>
    <message>
        <source>{file} is larger than {limit} MB. Choose a shorter text, or a part of it.</source>
        <translation>{file} 超过 {limit} MB。请选择更短的文本，或只取其中一部分。</translation>
    </message>
    <message>
        <source>{file} is no text in UTF-8.</source>
        <translation>{file} 不是 UTF-8 文本。</translation>
    </message>
    <message>
        <source>{file} is not a model of the LSTM playground. Choose a file that it has saved.</source>
        <translation>{file} 不是 LSTM 游乐场的模型。请选择由本程序保存的文件。</translation>
    </message>
    <message>
        <source>{file} is not a moment of the LSTM playground. Choose a file that it has saved.</source>
        <translation>{file} 不是 LSTM 游乐场的现场文件。请选择由它保存的文件。</translation>
    </message>
    <message>
        <source>{file} is not a text. Choose a .txt file, or a .zip with one inside.</source>
        <translation>{file} 不是文本。请选择 .txt 文件，或含有 .txt 文件的 .zip。</translation>
    </message>
    <message>
        <source>{file} is not the file of the catalogue any more: its size is not {size:,} bytes. Nothing of it was kept.</source>
        <translation>{file} 已不是目录中的那个文件：大小不是 {size:,} 字节。没有保留任何内容。</translation>
    </message>
    <message>
        <source>{file} is not the file of the catalogue: its SHA-256 is another one. Nothing of it was kept; try again, or leave it.</source>
        <translation>{file} 不是目录中的那个文件：SHA-256 不符。没有保留任何内容；请再试一次，或放弃下载。</translation>
    </message>
    <message>
        <source>{file} is not written in {encoding}. Choose another encoding.</source>
        <translation>{file} 的编码不是 {encoding}。请选择别的编码。</translation>
    </message>
    <message>
        <source>{file} is protected by a password. Unpack it and choose the .txt file.</source>
        <translation>{file} 有密码保护。请解压后选择其中的 .txt 文件。</translation>
    </message>
    <message>
        <source>{file} is too long for a lesson.</source>
        <translation>{file} 太长，不像一课。</translation>
    </message>
    <message>
        <source>{file} is too short: one batch needs {needed:,} characters, and there are only {characters:,}. Use more text, a smaller batch size or fewer time steps.</source>
        <translation>{file} 只有 {characters:,} 个字符，而一个小批量需要 {needed:,} 个。请使用更多文本，或减小批量大小、时间步数。</translation>
    </message>
    <message>
        <source>{file} is written in UTF-8 in some places and in another encoding in others. Save all of it as UTF-8, or choose an encoding by hand.</source>
        <translation>{file} 有的地方是 UTF-8，有的地方是别的编码。请全部另存为 UTF-8，或手动选择编码。</translation>
    </message>
    <message>
        <source>{file} is {kind}, and has no text to learn from. Choose a .txt file.</source>
        <translation>{file} 是 {kind}，没有可学的文本。请选择 .txt 文件。</translation>
    </message>
    <message>
        <source>{file} is {kind}, not a plain text. Open it in the program it is made with, save it as plain text (.txt, UTF-8), and choose that.</source>
        <translation>{file} 是 {kind}，不是纯文本。请用制作它的程序打开，另存为纯文本（.txt，UTF-8），再选择那个文件。</translation>
    </message>
    <message>
        <source>{file} is {kind}, not a text. To write with it, choose Open model in the window, or use lstm-gui generate on the command line.</source>
        <translation>{file} 是 {kind}，不是文本。要用它写歌词，请在窗口中选择“打开模型”，或在命令行使用 lstm-gui generate。</translation>
    </message>
    <message>
        <source>{file} is {kind}. Unpack it, and choose the .txt file that is in it.</source>
        <translation>{file} 是 {kind}。请先解压，再选择其中的 .txt 文件。</translation>
    </message>
    <message>
        <source>{file} may not be read by you. Change its permissions, or choose another file.</source>
        <translation>没有读取 {file} 的权限。请更改权限，或选择别的文件。</translation>
    </message>
    <message>
        <source>{file} was saved by a newer version of the playground. Update the program to open it.</source>
        <translation>{file} 由更新版本的游乐场保存。请升级本程序后再打开。</translation>
    </message>
    <message>
        <source>{file} would unpack to more than {limit} MB or {ratio} times its size. Choose a zip that holds one text only.</source>
        <translation>{file} 解压后会超过 {limit} MB，或超过自身大小的 {ratio} 倍。请选择只含一个文本的 zip。</translation>
    </message>
    <message>
        <source>{file}, line {line}: {reason}</source>
        <translation>{file} 第 {line} 行：{reason}</translation>
    </message>
    <message>
        <source>{host} cannot be reached ({reason}). Check the connection and try again.</source>
        <translation>无法连接 {host}（{reason}）。请检查网络后再试。</translation>
    </message>
    <message>
        <source>{implementation} has no {cell}, because gluon.rnn has none. Choose another implementation or another cell.</source>
        <translation>{implementation} 没有 {cell}，因为 gluon.rnn 里没有。请选择另一种实现或另一种单元。</translation>
    </message>
    <message>
        <source>{key} is the same in all languages.</source>
        <translation>{key} 在各种语言里都一样，不分语言写。</translation>
    </message>
    <message>
        <source>{key} stands here a second time.</source>
        <translation>这里第二次出现 {key}。</translation>
    </message>
    <message>
        <source>{kind} needs a package that is not installed: pip install &quot;{what}&quot;.</source>
        <translation>{kind} 需要一个尚未安装的软件包：pip install &quot;{what}&quot;。</translation>
    </message>
    <message>
        <source>{name} of the task {task} must be a whole number between {low} and {high}, got {got}.</source>
        <translation>任务 {task} 的 {name} 必须是 {low} 到 {high} 之间的整数，得到的是 {got}。</translation>
    </message>
    <message>
        <source>{path} is not the journal of a search. Choose another file with {storage_option}.</source>
        <translation>{path} 不是搜索的日志文件。请换一个文件（{storage_option}）。</translation>
    </message>
    <message>
        <source>{share} of {file} is too short to be held out: a sequence needs {needed:,} characters, and there are only {characters:,}. Hold out more, or nothing, or use more text.</source>
        <translation>{file} 的 {share} 是 {characters:,} 个字符，少于一个序列所需的 {needed:,} 个。请多留一些、完全不留，或使用更多文本。</translation>
    </message>
    <message>
        <source>{study_option} must be a name of letters, digits, blanks, dots, - and _, and at most {longest} of them.</source>
        <translation>研究的名称（{study_option}）只能由文字、数字、空格、点、- 和 _ 组成，最多 {longest} 个字符。</translation>
    </message>
    <message>
        <source>{text} is no comparison. Write such as perplexity at 20 &lt; 10, or right &gt; 2 twin right, with {names}.</source>
        <translation>{text} 不是比较。请写成 perplexity at 20 &lt; 10 或 right &gt; 2 twin right 这样，可用的量有：{names}。</translation>
    </message>
    <message>
        <source>{text} is not measured. Choose from {names}.</source>
        <translation>没有 {text} 这个量，可用的有：{names}。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Changed on the way</source>
        <translation>途中的更改</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Epoch {epoch}, perplexity {perplexity}</source>
        <translation>周期 {epoch}，困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>Epoch {x}</source>
        <translation>周期 {x}</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>各周期</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出部分</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Settings at the beginning</source>
        <translation>开始时的设置</translation>
    </message>
    <message>
        <source>What it wrote</source>
        <translation>它写下的歌词</translation>
    </message>
    <message>
        <source>held out {value}</source>
        <translation>留出部分 {value}</translation>
    </message>
    <message>
        <source>{text} · {epochs} epochs in {seconds} s, begun {began} · best perplexity {best}</source>
        <translation>{text} · {epochs} 个周期，用时 {seconds} 秒，始于 {began} · 最佳困惑度 {best}</translation>
    </message>
</context>
<context>
    <name>ExportController</name>
    <message>
        <source>All runs</source>
        <translation>全部运行</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Something unexpected happened: {error}.</source>
        <translation>发生了意外：{error}。</translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {perplexity}</source>
        <translation>周期 {epoch} · 困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>memory cells by characters</source>
        <translation>记忆细胞 × 字符</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>{file} is written.</source>
        <translation>已写入 {file}。</translation>
    </message>
    <message>
        <source>“{title}” is copied.</source>
        <translation>已复制“{title}”。</translation>
    </message>
    <message>
        <source>“{title}” shows no numbers yet.</source>
        <translation>“{title}”还没有可导出的数值。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>A run</source>
        <translation>一次运行</translation>
    </message>
    <message>
        <source>A view</source>
        <translation>一个视图</translation>
    </message>
    <message>
        <source>As in the window</source>
        <translation>与窗口相同</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Film (GIF)</source>
        <translation>影片（GIF）</translation>
    </message>
    <message>
        <source>Film (MP4)</source>
        <translation>影片（MP4）</translation>
    </message>
    <message>
        <source>For paper: on white</source>
        <translation>适合印刷：白底</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Heat map, curve and samples of the run in this window; of another run, its curve.</source>
        <translation>本窗口中的运行：热图、曲线和样本；其他运行：只有曲线。</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Lines and letters (SVG)</source>
        <translation>矢量图（SVG）</translation>
    </message>
    <message>
        <source>MXNet script (Python)</source>
        <translation>MXNet 脚本（Python）</translation>
    </message>
    <message>
        <source>Numbers (CSV)</source>
        <translation>数值（CSV）</translation>
    </message>
    <message>
        <source>Numbers and settings (JSON)</source>
        <translation>数值与设置（JSON）</translation>
    </message>
    <message>
        <source>One page that any browser opens, without a network.</source>
        <translation>一个网页，任何浏览器都能打开，无需联网。</translation>
    </message>
    <message>
        <source>Open the folder with: tensorboard --logdir</source>
        <translation>用 tensorboard --logdir 打开所在文件夹</translation>
    </message>
    <message>
        <source>Picture (PNG)</source>
        <translation>图片（PNG）</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Progress of the film</source>
        <translation>影片进度</translation>
    </message>
    <message>
        <source>Repeats the run with plain MXNet. The text is written beside it: mind who owns it before you pass it on.</source>
        <translation>只用 MXNet 重现这次运行。文本会写在脚本旁边：转交他人之前，请留意文本的版权。</translation>
    </message>
    <message>
        <source>Report (HTML)</source>
        <translation>报告（HTML）</translation>
    </message>
    <message>
        <source>Resolution</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>TensorBoard events</source>
        <translation>TensorBoard 事件</translation>
    </message>
    <message>
        <source>The table of runs</source>
        <translation>运行记录表</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>What</source>
        <translation>导出什么</translation>
    </message>
    <message>
        <source>Which</source>
        <translation>哪一个</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>With a title</source>
        <translation>带标题</translation>
    </message>
    <message>
        <source>{scale} pixels a point</source>
        <translation>每点 {scale} 像素</translation>
    </message>
</context>
<context>
    <name>Features</name>
    <message>
        <source>blank</source>
        <translation>空白</translation>
    </message>
    <message>
        <source>distance since the last mark</source>
        <translation>与上一个标点的距离</translation>
    </message>
    <message>
        <source>distance since the last space</source>
        <translation>与上一个空格的距离</translation>
    </message>
    <message>
        <source>end of line</source>
        <translation>行尾</translation>
    </message>
    <message>
        <source>end of phrase</source>
        <translation>句尾</translation>
    </message>
    <message>
        <source>inside brackets or quotes</source>
        <translation>在括号或引号内</translation>
    </message>
    <message>
        <source>line that comes again</source>
        <translation>重复出现的行</translation>
    </message>
    <message>
        <source>number still open, as in aaabbb</source>
        <translation>尚未配对的个数，如 aaabbb</translation>
    </message>
    <message>
        <source>position in line</source>
        <translation>行内位置</translation>
    </message>
    <message>
        <source>position in song</source>
        <translation>歌内位置</translation>
    </message>
    <message>
        <source>same character shortly before</source>
        <translation>不久前出现过同一字符</translation>
    </message>
    <message>
        <source>start of line</source>
        <translation>行首</translation>
    </message>
    <message>
        <source>start of phrase</source>
        <translation>句首</translation>
    </message>
</context>
<context>
    <name>FiguresView</name>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Most frequent: {characters}</source>
        <translation>最常见：{characters}</translation>
    </message>
    <message>
        <source>No line stands there twice</source>
        <translation>没有重复的行</translation>
    </message>
    <message>
        <source>What is trained on</source>
        <translation>训练文本</translation>
    </message>
    <message numerus="yes">
        <source>{characters} characters in {lines} lines</source>
        <translation>
            <numerusform>{characters} 个字符，{lines} 行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} characters of the songs held out are in no song trained on</source>
        <translation>
            <numerusform>留出的歌里有 {count} 个字符在训练的歌中从未出现</numerusform>
        </translation>
    </message>
    <message>
        <source>{distinct} distinct characters, {once} of them only once</source>
        <translation>{distinct} 个不同字符，其中 {once} 个只出现一次</translation>
    </message>
    <message>
        <source>{share} of the lines stand there more than once; most often, {times} times: {line}</source>
        <translation>{share} 的行出现不止一次；最多的一行出现 {times} 次：{line}</translation>
    </message>
    <message>
        <source>{share} of the text are {count} characters</source>
        <translation>最常见的 {count} 个字符占文本的 {share}</translation>
    </message>
</context>
<context>
    <name>FileChooser</name>
    <message>
        <source>Lessons (*.lesson);;All files (*)</source>
        <translation>课程 (*.lesson);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Logs and crash reports lie in {folder}.</source>
        <translation>日志和崩溃报告在 {folder}。</translation>
    </message>
    <message>
        <source>Models (*.safetensors)</source>
        <translation>模型 (*.safetensors)</translation>
    </message>
    <message>
        <source>Models (*.safetensors);;All files (*)</source>
        <translation>模型 (*.safetensors);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Moments (*.lstm)</source>
        <translation>现场 (*.lstm)</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open lesson</source>
        <translation>打开课程</translation>
    </message>
    <message>
        <source>Open model</source>
        <translation>打开模型</translation>
    </message>
    <message>
        <source>Open text</source>
        <translation>打开文本</translation>
    </message>
    <message>
        <source>Save model</source>
        <translation>保存模型</translation>
    </message>
    <message>
        <source>Save model {run}</source>
        <translation>保存模型 {run}</translation>
    </message>
    <message>
        <source>Save moment</source>
        <translation>保存现场</translation>
    </message>
    <message>
        <source>Save pieces</source>
        <translation>保存作品</translation>
    </message>
    <message>
        <source>Save samples</source>
        <translation>保存样例</translation>
    </message>
    <message>
        <source>Texts (*.txt *.zip *.lrc *.srt *.vtt);;All files (*)</source>
        <translation>文本 (*.txt *.zip *.lrc *.srt *.vtt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Texts (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Texts (*.txt);;Markdown (*.md);;JSON (*.json);;Picture of the page (*.png)</source>
        <translation>文本 (*.txt);;Markdown (*.md);;JSON (*.json);;页面图片 (*.png)</translation>
    </message>
    <message>
        <source>Texts, models, moments and lessons ({endings});;All files (*)</source>
        <translation>文本、模型、时刻与课程 ({endings});;所有文件 (*)</translation>
    </message>
    <message>
        <source>The settings in {file} are not of this version, so none is taken.</source>
        <translation>{file} 中的设置不属于这个版本，因此没有采用。</translation>
    </message>
    <message>
        <source>The settings of the run in {file} are in the form; the text is as it was.</source>
        <translation>{file} 中那次运行的设置已填入表单；文本保持不变。</translation>
    </message>
</context>
<context>
    <name>FoldButton</name>
    <message>
        <source>Show or hide the time machine and the probe text</source>
        <translation>显示或收起时光机和试读文本</translation>
    </message>
    <message>
        <source>Time machine and probe text</source>
        <translation>时光机和探测文本</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>{hours} h {minutes} min</source>
        <translation>{hours} 小时 {minutes} 分</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} 分 {seconds} 秒</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>Glossary</name>
    <message>
        <source>A gate that is nearly always open or shut, or a tanh near −1 or 1. Hardly any gradient passes there, so little is learnt.</source>
        <translation>一个门几乎总是全开或全关，或者 tanh 接近 −1 或 1。那里几乎没有梯度通过，所以很难再学。</translation>
    </message>
    <message>
        <source>A model that only counts which character follows the last n − 1. A network that has learnt something beats it.</source>
        <translation>只数“前 n − 1 个字符后面跟着哪个字符”的模型。真正学到东西的网络应当胜过它。</translation>
    </message>
    <message>
        <source>A network that reads a text step by step and carries a state along. The plain one has no gates, and forgets soon.</source>
        <translation>一步一步读文本、并带着一个状态往前走的网络。最简单的那种没有门，很快就会遗忘。</translation>
    </message>
    <message>
        <source>A number between 0, shut, and 1, open, for each cell at each step, by which something else is multiplied. The network learns when to open it.</source>
        <translation>每个细胞在每一步都有的一个 0（关）到 1（开）之间的数，别的量要乘以它。何时打开，由网络自己学。</translation>
    </message>
    <message>
        <source>A recurrent network with two gates and no memory beside the hidden state. The update gate Z decides how much of it is kept.</source>
        <translation>有两个门的循环神经网络，隐藏状态之外没有另外的记忆。更新门 Z 决定保留多少隐藏状态。</translation>
    </message>
    <message>
        <source>After how many characters a cell has forgotten half of what it held, judged by its forget gate.</source>
        <translation>按遗忘门来看，一个细胞经过多少个字符会忘掉所记内容的一半。</translation>
    </message>
    <message>
        <source>All different characters of the text that a model is trained on. It can neither read nor write any other.</source>
        <translation>训练文本中所有不同的字符。其他字符模型既不能读，也不能写。</translation>
    </message>
    <message>
        <source>Always to take the likeliest character. The same prefix then gives the same text.</source>
        <translation>每次都取最可能的字符。同样的前缀就会得到同样的文字。</translation>
    </message>
    <message>
        <source>Each batch goes on where the last one ended, so the state can be carried over from batch to batch.</source>
        <translation>每个小批量从上一个结束的地方继续，因此状态可以在小批量之间传下去。</translation>
    </message>
    <message>
        <source>Each sequence comes from anywhere in the text, so the state begins at zero in every batch.</source>
        <translation>每条序列来自文本的任意位置，因此每个小批量的状态都从零开始。</translation>
    </message>
    <message>
        <source>For each weight, how the loss changes when that weight grows a little. Training walks against it.</source>
        <translation>每个权重稍微变大时，损失会怎样变化。训练就是沿它的反方向走。</translation>
    </message>
    <message>
        <source>How far the weights move against the gradient in each step.</source>
        <translation>每一步中，权重沿梯度的反方向移动多远。</translation>
    </message>
    <message>
        <source>How freely the next character is drawn: below 1 likely ones gain, above 1 all become more alike, 0 is greedy.</source>
        <translation>抽取下一个字符时有多自由：低于 1 时可能的更占优，高于 1 时彼此更接近，0 就是贪心。</translation>
    </message>
    <message>
        <source>How many characters back a model still recalls what it read, measured by a task whose answer is known.</source>
        <translation>模型还能记起多少个字符以前读到的内容，用答案已知的任务来测量。</translation>
    </message>
    <message>
        <source>How many sequences are trained on side by side in one step.</source>
        <translation>一步里并排训练多少条序列。</translation>
    </message>
    <message>
        <source>How much each earlier character did to one later character (saliency): measured by reading the text without it, or by the gradient.</source>
        <translation>前面每个字符对后面某个字符有多大影响（显著性）：把它去掉再读一遍来测量，或者用梯度来算。</translation>
    </message>
    <message>
        <source>How much of the candidate is written into the memory.</source>
        <translation>候选内容中有多少写进记忆。</translation>
    </message>
    <message>
        <source>How much of the memory is shown as the hidden state.</source>
        <translation>记忆中有多少作为隐藏状态显示出来。</translation>
    </message>
    <message>
        <source>How much of the old memory stays: 1 keeps all of it, 0 clears the cell.</source>
        <translation>旧的记忆留下多少：1 是全部保留，0 是清空这个细胞。</translation>
    </message>
    <message>
        <source>How surprised the model is by the character that really comes next: minus the logarithm of the probability it gave it.</source>
        <translation>模型对真正出现的下一个字符有多意外：它给这个字符的概率的负对数。</translation>
    </message>
    <message>
        <source>It lets the gates of an LSTM see the memory, and not the hidden state alone.</source>
        <translation>让 LSTM 的门也能看到记忆，而不只是隐藏状态。</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>长短期记忆网络</translation>
    </message>
    <message>
        <source>Long short-term memory: a recurrent network whose cells have a memory of their own, guarded by three gates.</source>
        <translation>长短期记忆（long short-term memory）：一种循环神经网络，它的细胞有自己的记忆，由三个门把守。</translation>
    </message>
    <message>
        <source>On the way back through time the gradient grows at each step, until one update destroys the weights. Clipping prevents it.</source>
        <translation>梯度沿时间往回传时一步步变大，直到一次更新就毁掉权重。梯度裁剪可以防止它。</translation>
    </message>
    <message>
        <source>On the way back through time the gradient shrinks at each step, so the network does not learn what stands far back.</source>
        <translation>梯度沿时间往回传时一步步变小，于是网络学不到很远以前的东西。</translation>
    </message>
    <message>
        <source>One character read: the network takes it in, updates its state, and guesses the next one.</source>
        <translation>读入一个字符：网络接收它，更新状态，再猜下一个字符。</translation>
    </message>
    <message>
        <source>One reading of the whole training text, batch by batch.</source>
        <translation>把训练文本从头到尾读一遍，一个小批量接一个小批量。</translation>
    </message>
    <message>
        <source>Settings that belong together, such as the book&apos;s recipe for an LSTM.</source>
        <translation>成套的设置，例如书中的 LSTM 配方。</translation>
    </message>
    <message>
        <source>Songs that are kept from training and only read. How well they are read tells what was understood and not learnt by heart.</source>
        <translation>不参加训练、只用来读的歌曲。读得好不好，说明模型是理解了，还是背下来了。</translation>
    </message>
    <message>
        <source>The beginning that a person gives. The model reads it first and then goes on writing.</source>
        <translation>由人给出的开头。模型先读它，再接着往下写。</translation>
    </message>
    <message>
        <source>The exponential of the mean loss: among how many equally likely characters a choice would be as hard. 1 is certainty.</source>
        <translation>平均损失的指数：相当于在多少个同样可能的字符里做选择。等于 1 时就是完全确定。</translation>
    </message>
    <message>
        <source>The gradient goes back through the time steps of one sequence and is cut off at its beginning (truncated BPTT).</source>
        <translation>梯度沿一条序列的时间步往回传，到序列开头为止就截断（truncated BPTT）。</translation>
    </message>
    <message>
        <source>The loss at one character. Where it is high, the model expected something else.</source>
        <translation>某一个字符处的损失。高的地方，说明模型原本期待的是别的字符。</translation>
    </message>
    <message>
        <source>The memory of an LSTM: a number for each hidden unit, of which a part is kept at each step and something new is added.</source>
        <translation>LSTM 的记忆：每个隐藏单元一个数，每一步保留其中一部分，再加入新的内容。</translation>
    </message>
    <message>
        <source>The model learns the training text by heart, and reads other text worse and worse.</source>
        <translation>模型把训练文本背了下来，读别的文本却越来越差。</translation>
    </message>
    <message>
        <source>The next character is drawn among the fewest of the likeliest whose probabilities add up to p.</source>
        <translation>从最可能的字符开始取，直到概率之和达到 p，只在这些字符里抽取下一个。</translation>
    </message>
    <message>
        <source>The next character is drawn among the k likeliest only.</source>
        <translation>只在最可能的 k 个字符里抽取下一个。</translation>
    </message>
    <message>
        <source>The number that all random numbers begin with. With the same seed, a run can be repeated exactly.</source>
        <translation>所有随机数由它开始。种子相同，一次运行就可以一模一样地重来。</translation>
    </message>
    <message>
        <source>The reading of the prefix before anything is written: the state takes shape, and the guesses do not count yet.</source>
        <translation>写之前读前缀的那段时间：状态逐渐成形，这时的预测还不算数。</translation>
    </message>
    <message>
        <source>The rule that turns gradients into steps: SGD takes them as they are, Adam scales each weight&apos;s step by its own history.</source>
        <translation>把梯度变成更新步的规则：SGD 照用梯度，Adam 则按每个权重自己的历史来缩放它的步子。</translation>
    </message>
    <message>
        <source>The short text whose memory the heat map shows. It trains nothing.</source>
        <translation>热图显示的就是读这段短文本时的记忆。它不参加训练。</translation>
    </message>
    <message>
        <source>The unit that a model reads and writes. Here a token is one character; in other models it is a word or a part of one.</source>
        <translation>模型读写的单位。在这里一个词元就是一个字符；在别的模型里，它是一个词或词的一部分。</translation>
    </message>
    <message>
        <source>To hold, clear, flip or freeze memory cells by hand, and to see what the model then writes.</source>
        <translation>用手固定、清零、反转或冻结记忆细胞，看模型接着会写什么。</translation>
    </message>
    <message>
        <source>Two models with the same seed on the same batches that differ in one setting, side by side.</source>
        <translation>种子相同、小批量相同、只有一个设置不同的两个模型，并排训练。</translation>
    </message>
    <message>
        <source>What could be written into the memory at this step, between −1 and 1. The input gate decides how much of it is.</source>
        <translation>这一步可能写进记忆的内容，在 −1 和 1 之间。写进多少由输入门决定。</translation>
    </message>
    <message>
        <source>What the network passes on from step to step and shows to the output layer. In an LSTM it is the part of the memory that the output gates let through.</source>
        <translation>网络在时间步之间传递、并交给输出层的东西。在 LSTM 中，它是输出门放行的那部分记忆。</translation>
    </message>
    <message>
        <source>When the norm of all gradients together is above θ, they are scaled down to θ: no step becomes huge.</source>
        <translation>当所有梯度合在一起的范数超过 θ 时，把它们缩小到 θ：这样没有哪一步会过大。</translation>
    </message>
    <message>
        <source>baseline, n-gram</source>
        <translation>基线，n 元语法</translation>
    </message>
    <message>
        <source>batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>candidate memory cell</source>
        <translation>候选记忆细胞</translation>
    </message>
    <message>
        <source>consecutive sampling</source>
        <translation>相邻采样</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>exploding gradient</source>
        <translation>梯度爆炸</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation>遗忘门</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>门</translation>
    </message>
    <message>
        <source>gated recurrent unit (GRU)</source>
        <translation>门控循环单元</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>greedy writing</source>
        <translation>贪心写作</translation>
    </message>
    <message>
        <source>half-life</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>held-out text</source>
        <translation>留出文本</translation>
    </message>
    <message>
        <source>hidden state</source>
        <translation>隐藏状态</translation>
    </message>
    <message>
        <source>input gate</source>
        <translation>输入门</translation>
    </message>
    <message>
        <source>intervention</source>
        <translation>干预</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>memory cell</source>
        <translation>记忆细胞</translation>
    </message>
    <message>
        <source>memory span</source>
        <translation>记忆广度</translation>
    </message>
    <message>
        <source>optimizer</source>
        <translation>优化算法</translation>
    </message>
    <message>
        <source>output gate</source>
        <translation>输出门</translation>
    </message>
    <message>
        <source>overfitting</source>
        <translation>过拟合</translation>
    </message>
    <message>
        <source>peephole connection</source>
        <translation>窥视孔连接</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>probe text</source>
        <translation>试读文本</translation>
    </message>
    <message>
        <source>random sampling</source>
        <translation>随机采样</translation>
    </message>
    <message>
        <source>random seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>recurrent neural network (RNN)</source>
        <translation>循环神经网络</translation>
    </message>
    <message>
        <source>saturation</source>
        <translation>饱和</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>意外程度</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>time step</source>
        <translation>时间步</translation>
    </message>
    <message>
        <source>token</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>top-k</source>
        <translation>Top-k 采样</translation>
    </message>
    <message>
        <source>top-p</source>
        <translation>Top-p 采样</translation>
    </message>
    <message>
        <source>truncated backpropagation through time</source>
        <translation>截断的通过时间反向传播</translation>
    </message>
    <message>
        <source>twin run</source>
        <translation>孪生运行</translation>
    </message>
    <message>
        <source>vanishing gradient</source>
        <translation>梯度消失</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>warm-up</source>
        <translation>预热期</translation>
    </message>
    <message>
        <source>who mattered</source>
        <translation>谁起了作用</translation>
    </message>
</context>
<context>
    <name>GoalFields</name>
    <message>
        <source>A number above 1. Empty: no goal.</source>
        <translation>大于 1 的数。留空表示没有目标。</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Stop training once the perplexity has hardly moved for a good while.</source>
        <translation>困惑度长时间几乎不变时，停止训练。</translation>
    </message>
    <message>
        <source>Stop when flat</source>
        <translation>不再变化时停止</translation>
    </message>
    <message>
        <source>Tell me when perplexity is below</source>
        <translation>困惑度低于此值时提醒</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>GroupBar</name>
    <message>
        <source>Groups of views</source>
        <translation>视图分组</translation>
    </message>
</context>
<context>
    <name>GuessTable</name>
    <message>
        <source>Likeliest next characters before and after</source>
        <translation>改变前后最可能的下一个字符</translation>
    </message>
    <message>
        <source>after</source>
        <translation>改变后</translation>
    </message>
    <message>
        <source>before</source>
        <translation>改变前</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>A file holds bytes, and it does not say how they are to be read as characters. UTF-8 and the usual Chinese encodings are found by themselves; here that was not certain, and a wrong guess would make the model learn nonsense.

What helps: press “Choose the encoding…” and try one after another until the preview can be read: GB18030 for texts from the mainland, Big5 for those from Taiwan and Hong Kong. Or save the file in an editor as UTF-8.</source>
        <translation>文件里是字节，并没有说明该怎样读成字符。UTF-8 和常见的中文编码会自动识别；这一次不能确定，而猜错了模型就会学一堆乱码。

可以这样做：按“选择编码…”，一个一个试，直到预览能看懂：大陆的文本用 GB18030，台湾和香港的用 Big5。也可以在编辑器里把文件另存为 UTF-8。</translation>
    </message>
    <message>
        <source>A file that cannot be written</source>
        <translation>写不了的文件</translation>
    </message>
    <message>
        <source>A font that is missing</source>
        <translation>缺少字体</translation>
    </message>
    <message>
        <source>A gate near 0 or 1 hardly changes when its weights change a little, so almost no gradient passes and it does not learn to do otherwise. A few such gates are useful: they hold a memory for long. Many of them mean that the weights were thrown too far.

What helps: a lower learning rate, begun earlier. Lifetimes shows which gates they are.</source>
        <translation>接近 0 或 1 的门，权重稍变时几乎不变，因此几乎没有梯度通过，它也就学不会改变。少数这样的门是有用的：它们长久地保持记忆。太多就说明权重被甩得太远。

可以这样做：早一点用更低的学习率。“记忆时长”显示是哪些门。</translation>
    </message>
    <message>
        <source>A lesson is a text file in UTF-8 with parts in brackets and lines of name = value. The message names the line and what is wrong there.

What helps: open the file in a text editor, go to that line, mend it, and open it again. The lessons that come with the program are good patterns; README describes each line.</source>
        <translation>一节课是一个 UTF-8 的文本文件，由方括号里的部分和“名称 = 值”的行组成。消息会指出第几行、错在哪里。

可以这样做：用文本编辑器打开文件，改好那一行，再打开一次。程序自带的课程是很好的样板；README 说明了每一行的写法。</translation>
    </message>
    <message>
        <source>A lesson that cannot be read</source>
        <translation>读不了的课程</translation>
    </message>
    <message>
        <source>A model file is checked before anything of it is used: sizes, names, a digest, and every value. If one of these is wrong, the file was damaged on its way, was not made by this program, or belongs to a newer version. The model in use stays.

What helps: fetch or copy the file again. Open the text that the model was trained on, for it can only read those characters. The newest models of your runs are also in the table of runs: select one and press Continue.</source>
        <translation>模型文件在使用之前会全面检查：大小、名称、摘要和每一个值。有一样不对，就说明文件在途中损坏了、不是本程序生成的，或者属于更新的版本。正在使用的模型不变。

可以这样做：重新下载或复制文件。打开训练这个模型时用的文本，因为它只认识那些字符。最近几次运行的模型也在运行记录里：选中一次运行，按“继续”。</translation>
    </message>
    <message>
        <source>A model that cannot be opened</source>
        <translation>打不开的模型</translation>
    </message>
    <message>
        <source>A model that may be too large</source>
        <translation>可能太大的模型</translation>
    </message>
    <message>
        <source>A moving mean over the curves. Further to the right it takes in more batches: the line is calmer, and what is new shows later. At the left end the curves are as measured.</source>
        <translation>曲线的移动平均。越往右，平均的小批量越多：线更平稳，新的变化也显得更晚。最左端就是测得的原样。</translation>
    </message>
    <message>
        <source>A page to write on together with the model: it offers the next characters, and you choose. What stands word for word in the training text is underlined, with its source beside it; branches keep every version.</source>
        <translation>和模型一起写作的页面：它给出接下来的字符，由你来选。与训练文本一字不差的地方有下划线，旁边列出来源；分支会保留每一个版本。</translation>
    </message>
    <message>
        <source>A row is a cell, a column is a character, the colour is the value. Click to choose a cell and a character: the other views follow. Long stripes are cells that hold on to something; columns that change all at once are places where the text turns, such as the end of a line.</source>
        <translation>一行是一个细胞，一列是一个字符，颜色是数值。点击就选定细胞和字符，其他视图会跟着走。长条是一直记着什么的细胞；整列一起变化的地方，往往是文本的转折，例如行末。</translation>
    </message>
    <message>
        <source>A text that cannot be used</source>
        <translation>不能使用的文本</translation>
    </message>
    <message>
        <source>A text that could not be fetched</source>
        <translation>下载不了的文本</translation>
    </message>
    <message>
        <source>A text whose encoding is not known</source>
        <translation>编码不明的文本</translation>
    </message>
    <message>
        <source>A view as a picture or as numbers; a run as a report, a table, events for TensorBoard, a script or a film; or the table of all runs.</source>
        <translation>把视图导出为图片或数字；把一次运行导出为报告、表格、TensorBoard 事件、脚本或影片；或者导出整个运行记录。</translation>
    </message>
    <message>
        <source>All settings of a run, in groups. A blue dot marks what acts at once; what is tinted needs a new model and waits for a button at the foot of the form.

Every change is marked on the curve, and Ctrl+Z goes back to just before it.</source>
        <translation>一次运行的所有设置，分组排列。蓝点表示立即生效；底色变了的需要新模型，等待表单底部的按钮。

每次改动都会标在曲线上，Ctrl+Z 可以回到改动之前。</translation>
    </message>
    <message>
        <source>All shortcuts of the window in one list.</source>
        <translation>窗口的所有快捷键，列在一起。</translation>
    </message>
    <message>
        <source>All versions of the text as a tree: each branch keeps the beginning of the one above it. The arrow keys walk through it; two that are selected can be compared.</source>
        <translation>这段文字的所有版本，排成一棵树：每个分支保留上一级的开头。用方向键在其中移动；选中两个可以比较。</translation>
    </message>
    <message>
        <source>At the beginning a level curve means that steps are too short, or that the weights begin too small: the model knows how frequent each character is, and nothing more. Later it means that it hovers around its goal with steps too long to reach it, or that all is learnt.

What helps: at the beginning raise the learning rate, or choose 1/√(inputs) under Initial weights. Later lower it to a third. Near 1 there is nothing left to gain.</source>
        <translation>刚开始时曲线变平，说明步子太短，或初始权重太小：模型只知道每个字符有多常见，别的还不会。后来变平，说明它在目标附近徘徊，步子太长而到不了，或者已经全学会了。

可以这样做：开始时调高学习率，或在“初始权重”里选 1/√(输入)。后来就降到三分之一。接近 1 时，已经没有什么可学了。</translation>
    </message>
    <message>
        <source>At the next start</source>
        <translation>下次启动时</translation>
    </message>
    <message>
        <source>Be told when the perplexity is below a number, or let training stop once it has hardly moved for a good while.</source>
        <translation>困惑度低于某个数时提醒，或者在它很久几乎不变之后停止训练。</translation>
    </message>
    <message>
        <source>By index, by how much a cell moves, by half-life, by what it follows, or by similarity, which puts cells side by side that do alike. Rows keep their places while training goes on, until you sort again.</source>
        <translation>按编号、按变化大小、按半衰期、按跟随的内容，或按相似度（把行为相似的细胞排在一起）。训练途中各行位置不变，直到你再次排序。</translation>
    </message>
    <message>
        <source>Cells that follow something that has a name, such as the place in a line or the depth of brackets. For each, how well it follows is measured on text that was not used to find it.</source>
        <translation>那些跟随某种有名字的东西的细胞，例如行内的位置或括号的深度。每个细胞跟得有多准，是在没有用来寻找它的文本上测量的。</translation>
    </message>
    <message>
        <source>Cells that never move</source>
        <translation>从不变化的细胞</translation>
    </message>
    <message>
        <source>Characters that no installed font has are drawn as empty boxes. Training is not touched by it: the model sees characters, not their shapes.

What helps: on Debian and Ubuntu, sudo apt-get install fonts-noto-cjk; on Fedora, sudo dnf install google-noto-sans-cjk-fonts; on Arch, sudo pacman -S noto-fonts-cjk. Those are for Chinese; for another script the message names the packages. Then start the program again.</source>
        <translation>没有字体能显示的字符会画成空框。训练不受影响：模型看到的是字符，不是字形。

可以这样做：在 Debian 和 Ubuntu 上运行 sudo apt-get install fonts-noto-cjk；在 Fedora 上运行 sudo dnf install google-noto-sans-cjk-fonts；在 Arch 上运行 sudo pacman -S noto-fonts-cjk。这些是中文字体；别的文字所需的软件包，消息里会写明。然后重新启动程序。</translation>
    </message>
    <message>
        <source>Characters that stand in the text already are made less likely by this factor.

Raise it: fewer repetitions, and soon fewer of the small words that every line needs. At 1 nothing is changed.</source>
        <translation>已经出现过的字符，按这个倍数变得更不可能。

调高：重复变少，但每行都少不了的虚字也很快变少。为 1 时不作改变。</translation>
    </message>
    <message>
        <source>Chinese cannot be typed</source>
        <translation>不能输入中文</translation>
    </message>
    <message>
        <source>Choose a phrase of the probe text: the cells that are high throughout it and low elsewhere are listed, and the training text is searched for other places where they fire together.</source>
        <translation>在试读文本中选一个短语：列出在短语中一直高、在别处低的细胞，并在训练文本中寻找它们一起活跃的其他地方。</translation>
    </message>
    <message>
        <source>Clipped batches</source>
        <translation>被裁剪的小批量</translation>
    </message>
    <message>
        <source>Close the window. The run under way and its model are kept first, so nothing needs to be saved.</source>
        <translation>关闭窗口。正在进行的运行和模型会先保存好，所以什么都不用另外保存。</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Each name has the colour of its line. Baselines are switched on and off in the menu of the plot, under the right button.</source>
        <translation>每个名字的颜色就是它那条线的颜色。基线在图的右键菜单里打开或关闭。</translation>
    </message>
    <message>
        <source>Each tab is a view. Drag it to move it, double-click to make it a window of its own; the right button has a place beside the others, and closing.</source>
        <translation>每个标签页是一个视图。拖动可以移动，双击变成单独的窗口；右键菜单可以把它放到旁边，也可以关闭。</translation>
    </message>
    <message>
        <source>Each text of the catalogue is fetched from the place that is shown, by https, and used only if its size and its SHA-256 are what they should be.

What helps: see whether a browser can open the address. A proxy is taken from the environment (https_proxy). A download that was cut off goes on where it ended when you press Download again. Or fetch the file elsewhere and open it with Ctrl+O.</source>
        <translation>目录里的每个文本都通过 https 从所示的地址下载，大小和 SHA-256 都对才会使用。

可以这样做：看看浏览器能不能打开这个地址。代理取自环境变量（https_proxy）。中断的下载，再按一次“下载”就会接着来。也可以在别处下载文件，再用 Ctrl+O 打开。</translation>
    </message>
    <message>
        <source>Edit or paste text</source>
        <translation>编辑或粘贴文本</translation>
    </message>
    <message>
        <source>Eight lessons of a few minutes. A step asks what you expect; then a small model is trained, and its numbers decide.</source>
        <translation>八节课，每节几分钟。每一步先问你预计会怎样；然后训练一个小模型，由它的数字来回答。</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Every batch is clipped</source>
        <translation>每个小批量都被裁剪</translation>
    </message>
    <message>
        <source>Every gradient is longer than θ and is cut to it, so with SGD every step is as long as learning rate times θ. The book&apos;s recipe works like that. But the model cannot take shorter steps as it nears its goal.

What helps: if the curve has become level, raise θ above the usual norm and lower the learning rate as much, which the button does; or lower the learning rate alone.</source>
        <translation>每个梯度都比 θ 长，都被截到 θ，所以用 SGD 时每一步的长度都是学习率乘以 θ。书中的配方就是这样工作的。但接近目标时，模型无法走得更短。

可以这样做：如果曲线已经变平，就把 θ 提高到通常的范数以上，并按比例降低学习率，按钮会照做；或者只降低学习率。</translation>
    </message>
    <message>
        <source>Every run that was trained, with what was different about it, its curve and your notes. Tick runs to draw them over one another; Continue goes on with a model that was kept. F2 renames, Del deletes, and that can be taken back.</source>
        <translation>训练过的每一次运行，列出它有什么不同、它的曲线和你的笔记。勾选运行，就把它们的曲线画在一起；“继续”用保留下来的模型接着训练。F2 改名，Del 删除，删除可以撤销。</translation>
    </message>
    <message>
        <source>Every so many epochs the model goes on from the prefixes of the form, always with the likeliest character. Each sample says how much of it is new; point at it to read its longest copy, with song and line.</source>
        <translation>每隔若干个迭代周期，模型从表单里的前缀接着写，每次都取最可能的字符。每个样例都标明有多少是新写的；把指针放上去，可以读到其中最长的照抄片段及其歌名和行号。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>From how many characters in a row on a passage counts as copied.

Raise it: fewer underlines, and only longer copies.</source>
        <translation>连续多少个字符相同才算照抄。

调高：下划线变少，只标出更长的照抄。</translation>
    </message>
    <message>
        <source>Gates that are stuck</source>
        <translation>卡住的门</translation>
    </message>
    <message>
        <source>Get texts</source>
        <translation>获取文本</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Hold, clear, flip or freeze memory cells, or take over the state of another text, and read what the model writes with it and without. The model itself stays as it is.</source>
        <translation>固定、清零、反转或冻结记忆细胞，或者换成另一段文本的状态，对照有干预和没有干预时模型写出的文字。模型本身不变。</translation>
    </message>
    <message>
        <source>How far back the network reaches, by two measures: what gradients still say about a state so many characters ago, and what the model really recalls in a task.</source>
        <translation>网络能够到多远以前，用两种办法衡量：梯度对若干字符之前的状态还能说明多少，以及模型在任务中真正能回忆多少。</translation>
    </message>
    <message>
        <source>How far each matrix of weights moves in this step, beside how large it is.</source>
        <translation>每个权重矩阵在这一步移动多远，以及它本身有多大。</translation>
    </message>
    <message>
        <source>How far gradients reach</source>
        <translation>梯度能传多远</translation>
    </message>
    <message>
        <source>How freely the next character is drawn. At 0 it is always the likeliest, so the same prefix gives the same text.

Raise it: the model repeats itself less and surprises more; at 1 it draws by its own probabilities; far above 1 it stammers.</source>
        <translation>抽取下一个字符时有多自由。为 0 时总取最可能的，所以同样的前缀给出同样的文字。

调高：重复变少，意外变多；等于 1 时按它自己的概率抽取；远高于 1 时就语无伦次了。</translation>
    </message>
    <message>
        <source>How long each cell keeps what it holds, judged by its forget gate; which gates are nearly always open or shut; and which cells never move.</source>
        <translation>按遗忘门来看，每个细胞能把记住的东西保留多久；哪些门几乎总是全开或全关；哪些细胞从来不动。</translation>
    </message>
    <message>
        <source>How many characters the model writes. More show what it keeps up over a distance, and take longer.</source>
        <translation>模型写多少个字符。写得越多，越能看出它隔了一段距离还能保持什么，也越费时间。</translation>
    </message>
    <message>
        <source>How many threads compute, from the next start on. More are faster with large models; with the book&apos;s sizes a few are enough, and the rest is left for other programs. With another number the last digits of a curve may differ.</source>
        <translation>从下次启动起用多少个线程计算。模型大时，线程多更快；按书中的大小，几个就够，其余留给别的程序。线程数不同，曲线的最后几位数字可能不同。</translation>
    </message>
    <message>
        <source>How much of its memory each cell shows. A cell can keep something for long with this gate shut, and show it when it is needed.</source>
        <translation>每个细胞显示多少记忆。这个门关着时，细胞可以长久地记着什么，到需要时再显示。</translation>
    </message>
    <message>
        <source>How much of its old memory each cell keeps: bright cells hold on, dark ones let go. Look where a line or a song ends.</source>
        <translation>每个细胞保留多少旧记忆：亮的保持，暗的放手。看看行末和歌曲结束的地方。</translation>
    </message>
    <message>
        <source>How much of the candidate each cell writes into its memory: 0 is shut, 1 is open.</source>
        <translation>每个细胞把多少候选内容写进记忆：0 是关，1 是开。</translation>
    </message>
    <message>
        <source>How much of the old state each cell keeps: 1 keeps all of it, 0 replaces it by the candidate.</source>
        <translation>每个细胞保留多少旧状态：1 是全部保留，0 是换成候选内容。</translation>
    </message>
    <message>
        <source>How much of the old state goes into the candidate. At 0 the cell proposes something new, as if nothing had been read before.</source>
        <translation>旧状态有多少进入候选内容。为 0 时，细胞提出全新的内容，好像之前什么都没读过。</translation>
    </message>
    <message>
        <source>How one begins, in three steps, and examples to open: models that were trained before, each with its curve and its memory. Nothing here changes a run; what is opened becomes a run of its own.</source>
        <translation>三步入门，还有可以打开的例子：事先训练好的模型，各有曲线和记忆。这里的一切都不会改动正在进行的运行；打开的例子会成为单独的一次运行。</translation>
    </message>
    <message>
        <source>How the bytes of the file are read as characters. The preview is right when it can be read; most Chinese files are in UTF-8 or GB18030, older ones from Taiwan and Hong Kong in Big5.</source>
        <translation>文件的字节怎样读成字符。预览能看懂，就选对了；中文文件大多是 UTF-8 或 GB18030，台湾、香港较早的文件多是 Big5。</translation>
    </message>
    <message>
        <source>How unsure the model is about the next character, on a logarithmic axis: thin for each batch, bold for each epoch. Lower is better; 1 is certainty.

Vertical marks are changes of settings. Level lines are baselines; a dashed curve is the part held out, a dotted one the book&apos;s. The wheel zooms, dragging moves, Home shows all.</source>
        <translation>模型对下一个字符有多没把握，纵轴是对数的：细线是每个小批量，粗线是每个迭代周期。越低越好，1 就是完全确定。

竖线是设置的改动。水平线是基线；虚线是留出的部分，点线是书中的曲线。滚轮缩放，拖动平移，Home 显示全部。</translation>
    </message>
    <message>
        <source>Joint of two batches</source>
        <translation>两个小批量的接缝</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Let the model go on from the prefix, as it is at this moment. It may train meanwhile.</source>
        <translation>让模型以此刻的状态从前缀接着写。训练可以同时进行。</translation>
    </message>
    <message>
        <source>Light, dark, or as the system is. The colours of the data stay the same, so that pictures can be compared.</source>
        <translation>浅色、深色，或跟随系统。</translation>
    </message>
    <message>
        <source>Lines of the plot</source>
        <translation>图中的线</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>Memory span</source>
        <translation>记忆广度</translation>
    </message>
    <message>
        <source>Moments of the training are kept as it goes. Drag the slider to see the memory as it was at any of them, play the training like a film, or lay two moments side by side. The model itself stays where it is; “Back to now” follows it again.</source>
        <translation>训练途中会保存一个个时刻。拖动滑块，可以看任何一个时刻的记忆；也可以像影片一样播放训练，或把两个时刻并排比较。模型本身不动；“回到当前”又会跟随它。</translation>
    </message>
    <message>
        <source>New characters</source>
        <translation>新写的比例</translation>
    </message>
    <message>
        <source>Nothing half-written is left behind: a file that was there before is still there as it was.

What helps: if the disk is full, free some room; File, Data folder… lists the models that are kept, with their sizes, and deletes those you choose. If the folder is protected, choose another, such as your home folder. If the medium was pulled out, put it in again. Then save once more; the run goes on meanwhile.</source>
        <translation>不会留下写了一半的文件：原来就有的文件仍然完好。

可以这样做：磁盘满了，就腾出一些空间；“文件 → 数据文件夹…”列出保留的模型和大小，可以删除选中的。文件夹受保护，就换一个，例如主目录。存储设备拔掉了，就重新插上。然后再保存一次；运行不受影响。</translation>
    </message>
    <message>
        <source>Now and then a step overshoots; the curve jumps and comes back. If it keeps rising, steps are too long.

What helps: wait an epoch or two; then take a third of the learning rate. Ctrl+Z goes back to just before the last change.</source>
        <translation>偶尔有一步走过了头，曲线跳一下再回来。如果一直上升，就是步子太长。

可以这样做：先等一两个周期；再把学习率降到三分之一。Ctrl+Z 可以回到上一次改动之前。</translation>
    </message>
    <message>
        <source>On the left is what is set, in the middle what the model remembers, on the right what it writes; above the memory are the views, in groups. Every border can be dragged, every tab pulled out.

Nothing that can be pressed here breaks anything: a change is taken back with Ctrl+Z, and what was trained stays in the table of runs.</source>
        <translation>左边是设置，中间是模型记住的东西，右边是它写出来的文字；记忆上方是各个视图，分成几组。每条边都可以拖动，每个标签页都可以拉出来。

这里没有什么会一按就坏：改动可以用 Ctrl+Z 撤销，训练过的都留在运行记录里。</translation>
    </message>
    <message>
        <source>On the training text it still gets better, on songs it has not seen it gets worse: it remembers these words and no longer what songs have in common. Samples become copies.

What helps: stop at the best moment, which is kept and which the button goes back to; train on more text; take fewer hidden units.</source>
        <translation>在训练文本上还在进步，在没见过的歌上却越来越差：它记住的是这些字句，而不是歌曲的共同之处。样例变成了照抄。

可以这样做：停在最好的时刻，它已保存，按钮可以回到那里；用更多的文本训练；减少隐藏单元。</translation>
    </message>
    <message>
        <source>One cell read along the text: its value and its gates below each character, how surprised the model was above, and the five likeliest next characters. The text can be coloured by the cell, by surprise, or by who mattered to a character.</source>
        <translation>沿文本读一个细胞：每个字符下面是它的值和门，上面是模型的意外程度，还有最可能的五个下一字符。文字可以按细胞、按意外程度，或按“谁起了作用”来着色。</translation>
    </message>
    <message>
        <source>One moment; two beside each other; or what changed from A to B, where grey is no change.</source>
        <translation>看一个时刻；两个并排；或者看从 A 到 B 有什么变化，灰色表示没有变化。</translation>
    </message>
    <message>
        <source>One step was so long that the weights landed where everything is worse; the next gradient is larger still, and soon the numbers overflow. The model was put back to the last good epoch, and the curve ends at its last finite value.

What helps: a learning rate a third or a tenth as high, or a smaller θ, so that steep places are clipped. With Adam, stay near 0.01. The button beside the message does it and resumes.</source>
        <translation>有一步太长，权重落到了一切都更差的地方；接下来的梯度更大，很快数字就溢出了。模型已回到上一个正常的周期，曲线停在最后一个有限的值。

可以这样做：把学习率降到三分之一或十分之一，或者减小 θ，让陡坡处得到裁剪。用 Adam 时保持在 0.01 附近。消息旁边的按钮会照做并继续训练。</translation>
    </message>
    <message>
        <source>One training step, taken apart: what each time step reads and expects, the loss of every character, the gradient on its way back, clipping, and how far each weight moves. The step itself is the one that training would have taken.</source>
        <translation>把一步训练拆开来看：每个时间步读什么、期待什么，每个字符的损失，梯度怎样往回传，怎样裁剪，每个权重移动多远。这一步和正常训练的那一步完全一样。</translation>
    </message>
    <message>
        <source>Only the k likeliest characters are drawn from.

Raise it: rarer characters get a chance. At 0 none is left out.</source>
        <translation>只从最可能的 k 个字符里抽取。

调高：较少见的字符也有机会。为 0 时一个也不排除。</translation>
    </message>
    <message>
        <source>Only the likeliest characters are drawn from, as many as are needed for their probabilities to add up to p.

Raise it: rarer characters get a chance. At 1 none is left out.</source>
        <translation>只从最可能的字符里抽取，取到概率之和达到 p 为止。

调高：较少见的字符也有机会。为 1 时一个也不排除。</translation>
    </message>
    <message>
        <source>Open a model that was saved, and train it further or let it write. It needs the characters of the text that it was trained on.</source>
        <translation>打开保存过的模型，继续训练或让它写作。它需要训练它的那段文本的字符。</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>行的顺序</translation>
    </message>
    <message>
        <source>Pinned cells stay on top of the map, whatever the order.</source>
        <translation>固定的细胞一直在热图最上面，不管怎样排序。</translation>
    </message>
    <message>
        <source>Point at anything in the window, or go there with the Tab key, and rest: this page tells what it is. Shift+F1 brings the page to the front, at what has the focus.

Stay on this page keeps what you are reading; the glossary has the words of the field in both languages.</source>
        <translation>把指针放在窗口里的任何东西上，或用 Tab 键走到那里，停一下：这一页就说明它是什么。按 Shift+F1 可以把这一页调到前面，说明当前的焦点。

“停留在此页”会保留你正在读的内容；术语表列出这个领域的词语，中英对照。</translation>
    </message>
    <message>
        <source>Preferences that were damaged</source>
        <translation>损坏的首选项</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Put all views back where they stood at first. Nothing else is changed.</source>
        <translation>把所有视图放回最初的位置。别的都不变。</translation>
    </message>
    <message>
        <source>Put another character in the place of one, and see how long the memory can tell the difference: each row is a cell, bright where it is another one than before. What fades fast was forgotten fast.</source>
        <translation>把一个字符换成另一个，看记忆能把这个差别保持多久：每行一个细胞，与原来不同的地方是亮的。消失得快，就是忘得快。</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Read in five minutes what an LSTM is for, and put each claim to the test on this run.</source>
        <translation>用五分钟读懂 LSTM 是做什么用的，并在这次运行上检验每个论断。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Runs that cannot be kept</source>
        <translation>保存不了的运行</translation>
    </message>
    <message>
        <source>Samples by epoch</source>
        <translation>各周期的样例</translation>
    </message>
    <message>
        <source>Save all samples with their epoch and perplexity as a text file.</source>
        <translation>把所有样例连同周期和困惑度存成一个文本文件。</translation>
    </message>
    <message>
        <source>Save moment</source>
        <translation>保存现场</translation>
    </message>
    <message>
        <source>Save the model of the twin in a file of its own.</source>
        <translation>把孪生的模型另存为一个文件。</translation>
    </message>
    <message>
        <source>Save the weights, the settings and the place in the text as a safetensors file. Other programs can read the weights.</source>
        <translation>把权重、设置和在文本中的位置存成一个 safetensors 文件。别的程序也能读取其中的权重。</translation>
    </message>
    <message>
        <source>Settings that belong together; they fill the form. Quick learns in seconds, Book LSTM and Book GRU are the recipes of the book, and Article as printed shows what happens without clipping.</source>
        <translation>成套的设置，选了就填进表单。“快速”几秒钟就能学会；“书中的 LSTM”和“书中的 GRU”是书里的配方；“文章原样”展示不裁剪会怎样。</translation>
    </message>
    <message>
        <source>Settings that wait</source>
        <translation>等待中的设置</translation>
    </message>
    <message>
        <source>Show the whole curve again, and follow it as it grows.</source>
        <translation>重新显示整条曲线，并随着它增长。</translation>
    </message>
    <message>
        <source>So many texts are written at once, each drawn with a seed of its own, and stand side by side.</source>
        <translation>一次写这么多份，各用自己的种子，并排显示。</translation>
    </message>
    <message>
        <source>Some kinds of files need a package that does not come with the program, some need what this run does not have: a film needs the moments of the time machine, a script a run that kept its network and text.

What helps: install what the message names with pip in the same environment, or choose another kind of file: numbers as CSV and pictures as PNG or SVG need nothing.</source>
        <translation>有些文件需要程序没有自带的软件包，有些需要这次运行没有的东西：影片需要时光机里的时刻，脚本需要一次没有换过网络和文本的运行。

可以这样做：在同一个环境里用 pip 安装消息中提到的软件包，或者换一种文件：CSV 数字、PNG 或 SVG 图片什么都不需要。</translation>
    </message>
    <message>
        <source>Something that cannot be exported</source>
        <translation>导出不了</translation>
    </message>
    <message>
        <source>Something unexpected</source>
        <translation>意外情况</translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>Start, pause, step by step, stop, and back to the first weights. Beside it, settings that belong together, the device that computes, and at the right the perplexity and epoch of now.</source>
        <translation>开始、暂停、单步、停止，以及回到最初的权重。旁边是成套的设置和计算用的设备，右边是此刻的困惑度和迭代周期。</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Texts that can be fetched, the book&apos;s own lyrics among them. Only here does the program use the network, and only when Download is pressed; each file is checked before it is opened.</source>
        <translation>可以下载的文本，包括书中用的歌词。只有在这里程序才使用网络，而且只在按下“下载”时；每个文件在打开之前都会校验。</translation>
    </message>
    <message>
        <source>Texts that you have kept, with their settings, epoch and seed. They last from one session to the next.</source>
        <translation>你保留下来的文字，连同它的设置、周期和种子。下次打开程序时还在。</translation>
    </message>
    <message>
        <source>The accounts of one cell at one character, in numbers: how much of the old memory is kept, how much is written, how much is shown. The graph beside it is the article&apos;s; a click on an equation shows its numbers.</source>
        <translation>一个细胞在一个字符处的账目，用数字写明：旧记忆保留多少、写入多少、显示多少。旁边的图就是文章里的计算图；点击一个公式，就显示它的数字。</translation>
    </message>
    <message>
        <source>The beginning that the model goes on from. It reads it first, with an empty memory, and the longer it is, the better it knows where it is.

A character that does not occur in the training text cannot be read: such characters are named below the field, to be left out or replaced by the nearest form that is known.</source>
        <translation>模型从这个开头接着写。它先以空的记忆读一遍前缀；前缀越长，它越清楚自己在哪里。

训练文本里没有的字符，模型读不了：字段下面会指出这些字符，可以去掉，或换成模型认识的最接近的写法。</translation>
    </message>
    <message>
        <source>The cell, the character and the value that is pointed at, with its neighbours.</source>
        <translation>所指的细胞、字符和数值，以及它附近的值。</translation>
    </message>
    <message>
        <source>The curve in small, while its plot is out of sight. A click brings the plot.</source>
        <translation>图不在眼前时的小曲线。点击就调出图来。</translation>
    </message>
    <message>
        <source>The curve is level</source>
        <translation>曲线变平了</translation>
    </message>
    <message>
        <source>The eight likeliest characters at the cursor, each with its probability. Choose one, and the model goes on from there as another branch.</source>
        <translation>光标处最可能的八个字符，各有概率。选一个，模型就从那里作为另一个分支接着写。</translation>
    </message>
    <message>
        <source>The end of a sequence and the beginning of the next one on the same track. Between two lines stands the state that the engine begins with: the last one, detached, with consecutive sampling; zeros with random sampling.</source>
        <translation>同一轨道上一条序列的结尾和下一条的开头。两条线之间是引擎开始时的状态：相邻采样时是上一个状态（已分离），随机采样时是零。</translation>
    </message>
    <message>
        <source>The engine does not start, or cannot go on</source>
        <translation>引擎不能启动或继续</translation>
    </message>
    <message>
        <source>The engine is MXNet 1.9.1, which does the computing. Without it the window opens, and texts and earlier runs can be looked at, but nothing is trained.

What helps: in a terminal, run lstm-gui doctor; it examines the machine and names what is missing with the command that brings it, most often libquadmath0 or a NumPy below 2. If memory ran out, choose fewer hidden units, a smaller batch or shorter sequences. If a graphics card was chosen, try cpu under Context.</source>
        <translation>引擎就是负责计算的 MXNet 1.9.1。没有它，窗口照样能打开，也能看文本和以前的运行，但不能训练。

可以这样做：在终端里运行 lstm-gui doctor；它会检查这台机器，指出缺什么、用什么命令补上，最常见的是 libquadmath0，或者需要低于 2 的 NumPy。内存不够，就减少隐藏单元、批量大小或时间步数。如果选了显卡，在“设备”里换成 cpu 试试。</translation>
    </message>
    <message>
        <source>The environment asks for an input method that this Qt does not have.

What helps: start the program with QT_IM_MODULE=ibus lstm-gui; fcitx5 understands that, too. Until then, text can be pasted into every field.</source>
        <translation>环境变量要求的输入法，这个 Qt 没有。

可以这样做：用 QT_IM_MODULE=ibus lstm-gui 启动程序；fcitx5 也能用。在那之前，每个输入框都可以粘贴文字。</translation>
    </message>
    <message>
        <source>The file of preferences, or the layout in it, could not be read, perhaps because the machine stopped while it was written. It is set aside under another name, and the program goes on with what it has at first: look, language, layout and recent files. Runs, models and texts are not in it and are all there.

What helps: choose look and language again in the View menu. If it happens at every start, see whether the folder ~/.config/lstm-gui can be written to.</source>
        <translation>首选项文件或其中的布局读不出来，也许是写到一半时机器停了。它已改名放在一边，程序使用最初的外观、语言、布局和最近文件列表。运行、模型和文本不在里面，全都还在。

可以这样做：在“视图”菜单里重新选择外观和语言。如果每次启动都这样，看看文件夹 ~/.config/lstm-gui 能不能写入。</translation>
    </message>
    <message>
        <source>The first layer reads the characters; each further one reads the hidden states of the one below.</source>
        <translation>第一层读字符；再往上的每一层读下面一层的隐藏状态。</translation>
    </message>
    <message>
        <source>The language of the window; it changes at once. What you have typed and the text that is trained on stay as they are.</source>
        <translation>窗口的语言，立即切换。你输入的内容和训练的文本都不变。</translation>
    </message>
    <message>
        <source>The last request is repeated by itself every so many epochs, so that you can watch the model improve. At 0 it is not.</source>
        <translation>每隔这么多个迭代周期自动重写一次上次的要求，好看着模型进步。为 0 时不重写。</translation>
    </message>
    <message>
        <source>The learning rate as it was at each step, with what you and the watch have changed.</source>
        <translation>每一步的学习率，包括你和监视所做的改动。</translation>
    </message>
    <message>
        <source>The median over 16 places of the text, with the quartiles as a band. Where the line falls steeply, nothing can be learnt about what stands farther back. The dashed line is where training cuts gradients off.</source>
        <translation>文本中 16 处的中位数，色带是四分位数。线陡降的地方，更远的东西就学不到了。虚线是训练时截断梯度的位置。</translation>
    </message>
    <message>
        <source>The memory of each cell. It may leave −1 … 1 and count on; what it shows of it goes through tanh, so beyond ±4 hardly anything changes.</source>
        <translation>每个细胞的记忆。它可以超出 −1 … 1 继续累加；但显示出来时要经过 tanh，所以超过 ±4 几乎没有区别。</translation>
    </message>
    <message>
        <source>The model knows only the characters of the text that it was trained on, and each of them is a number to it. For a character outside it has no number. Leave it out, or take the nearest form that it knows: in another case or width, or, where OpenCC is installed, the traditional or simplified one.</source>
        <translation>模型只认识训练文本里的字符，每个字符对它来说是一个编号。别的字符没有编号。把它去掉，或换成模型认识的最接近的写法：另一种大小写或宽度；如果装了 OpenCC，还有繁体或简体。</translation>
    </message>
    <message>
        <source>The model learns by heart</source>
        <translation>模型在死记硬背</translation>
    </message>
    <message>
        <source>The next character</source>
        <translation>下一个字符</translation>
    </message>
    <message>
        <source>The number that the drawing begins with. The same seed, model and settings write the same text again.</source>
        <translation>抽取由这个数开始。种子、模型和设置都相同，就会写出同样的文字。</translation>
    </message>
    <message>
        <source>The perplexity of the last complete epoch, and how many epochs are done of those planned.</source>
        <translation>最近一个完整迭代周期的困惑度，以及计划的周期已完成多少。</translation>
    </message>
    <message>
        <source>The perplexity rises</source>
        <translation>困惑度在上升</translation>
    </message>
    <message>
        <source>The place in the training text where the words at the cursor stand, with song and line.</source>
        <translation>光标处的文字在训练文本中的出处，标明歌名和行号。</translation>
    </message>
    <message>
        <source>The run and all that is seen of it in one file: model, place in the text, curve, samples, moments, layout. Opened elsewhere, the window is the same, and training goes on to the bit.</source>
        <translation>把运行和看到的一切存进一个文件：模型、文本中的位置、曲线、样例、时刻、布局。在别处打开，窗口一模一样，训练分毫不差地接着走。</translation>
    </message>
    <message>
        <source>The share of batches whose gradient was larger than θ. With the book&apos;s recipe it is all of them, on purpose: then every step has the same length.</source>
        <translation>梯度大于 θ 的小批量所占的比例。按书中的配方，全部都被裁剪，这是有意的：这样每一步的长度都一样。</translation>
    </message>
    <message>
        <source>The share of questions answered right, by how many characters lie between. An LSTM that was trained on the task holds out where a plain RNN only guesses.</source>
        <translation>按中间隔了多少个字符，画出答对的比例。在这个任务上训练过的 LSTM 还能答对的地方，普通 RNN 只能猜。</translation>
    </message>
    <message>
        <source>The share of the samples that is new, over the epochs, beside that of real songs among one another. When it falls far below theirs, the model copies.</source>
        <translation>各周期的样例中新写部分的比例，旁边是真实歌曲之间的比例。远低于它时，说明模型在照抄。</translation>
    </message>
    <message>
        <source>The size of all gradients together, before clipping, with θ as a line. A steep rise is a warning: the next step would throw the weights off if it were not clipped.</source>
        <translation>所有梯度合在一起的大小（裁剪之前），θ 画成一条线。陡然上升是个警告：如果不裁剪，下一步就会把权重甩出去。</translation>
    </message>
    <message>
        <source>The table of runs and the models lie in the data folder. It cannot be read or written now: the disk may be full, the folder protected, or the file damaged. The run in the window goes on all the same.

What helps: save the model or the moment in the File menu, to another disk if need be. Free room with File, Data folder…. A damaged table is set aside and a new one begun; the models beside it stay.</source>
        <translation>运行记录和模型放在数据文件夹里。现在读不了或写不了：可能是磁盘满了、文件夹受保护，或者文件损坏。窗口里的运行照样继续。

可以这样做：用“文件”菜单保存模型或现场，必要时存到别的磁盘。用“文件 → 数据文件夹…”腾出空间。损坏的记录会放在一边，另建新的；旁边的模型不受影响。</translation>
    </message>
    <message>
        <source>The text in use stays, and nothing is lost. A text to train on is a .txt file, or a .zip with one in it, of at least some hundred characters.

What helps: open the file in an editor and save it as plain text in UTF-8. A word processor&apos;s file (.docx, .odt, .pdf) is no plain text: save or export it as .txt first. Of a very large file, use the first part; the form says how much is read.</source>
        <translation>正在使用的文本不变，什么也没有丢失。训练用的文本是 .txt 文件，或者里面有一个 .txt 的 .zip，至少几百个字符。

可以这样做：用编辑器打开文件，另存为 UTF-8 的纯文本。文字处理软件的文件（.docx、.odt、.pdf）不是纯文本，先另存或导出为 .txt。文件很大时，只用前面一部分；表单里写着读多少。</translation>
    </message>
    <message>
        <source>The version of the program and of what it is built on, and the licences.</source>
        <translation>程序的版本、它所用的组件，以及许可证。</translation>
    </message>
    <message>
        <source>The views in groups, by what one does: watch the training, read the memory, try something out, compare runs, write. A click brings the views of a group, with the one in front that was there last.</source>
        <translation>视图按用途分组：看训练、读记忆、试一试、比较运行、写作。点击就调出这一组视图，最前面的是上次用的那个。</translation>
    </message>
    <message>
        <source>The window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>These cells hold the same value whatever is read. Early in training many are like that; if they stay so, the model has more cells than it has found a use for.

What helps: nothing is wrong. Fewer hidden units would be faster and do as well.</source>
        <translation>不管读到什么，这些细胞的值都一样。训练初期很多细胞都是这样；如果一直如此，说明细胞比模型用得上的多。

可以这样做：这不是错误。减少隐藏单元会更快，效果一样好。</translation>
    </message>
    <message>
        <source>These settings change the model. Apply and keep learning goes on with all that fits of the model; Apply and restart begins with a new one; Revert goes back to what is in use.</source>
        <translation>这些设置会改变模型。“应用并接着训练”保留模型中仍然适用的部分；“应用并重新开始”换一个新模型；“还原”回到正在使用的设置。</translation>
    </message>
    <message>
        <source>This should not happen, and it is not your doing. What was trained is kept: the run was copied a few seconds ago at most.

What helps: press Reset to go on, or close the window and start again; the next start offers to continue the run. To report it, press Details and Copy, and add what you did; Help, Show logs opens what else was written down.</source>
        <translation>这不该发生，也不是你的操作造成的。训练的结果还在：运行最多几秒钟之前刚存过一次。

可以这样做：按“重置”继续，或者关闭窗口重新启动；下次启动时会询问是否接着运行。要报告问题，请按“详情”和“复制”，并写明你做了什么；“帮助 → 显示日志”可以打开其他记录。</translation>
    </message>
    <message>
        <source>Tick the songs to train on, to hold out, or to leave out. What is chosen becomes a text of its own, with the songs held out at its end.</source>
        <translation>勾选哪些歌用来训练、哪些留出、哪些不用。选定的内容成为一个新文本，留出的歌在最后。</translation>
    </message>
    <message>
        <source>Time machine</source>
        <translation>时光机</translation>
    </message>
    <message>
        <source>Train models with settings from these ranges, beside the window, and keep those with the lowest perplexity. Each trial becomes a run of the table.</source>
        <translation>用这些范围里的设置在窗口之外训练模型，留下困惑度最低的。每次试验都成为运行记录中的一次运行。</translation>
    </message>
    <message>
        <source>Train two models side by side that differ in one setting, and in nothing else: the same seed, the same batches. So what differs in their curves comes from that setting.</source>
        <translation>并排训练两个模型，只有一个设置不同，其余都相同：种子相同，小批量相同。因此曲线上的差别就来自这个设置。</translation>
    </message>
    <message>
        <source>Training has broken down</source>
        <translation>训练崩溃了</translation>
    </message>
    <message>
        <source>Twin run</source>
        <translation>孪生运行</translation>
    </message>
    <message>
        <source>Two models are trained in turns, with the same seed on the same batches; what differs stands here. End twin goes on with the first alone; the second stays in the table of runs.</source>
        <translation>两个模型轮流训练，种子相同、小批量相同；不同之处写在这里。“结束孪生”之后只继续第一个，第二个留在运行记录里。</translation>
    </message>
    <message>
        <source>Type a text whose memory you want to see; it trains nothing. Or choose a joint of batches, to see what becomes of the state between the end of one and the beginning of the next.</source>
        <translation>输入一段你想看其记忆的文本，它不参加训练。也可以选“小批量的接缝”，看一个小批量结束、下一个开始时状态怎么样。</translation>
    </message>
    <message>
        <source>Type the number of a cell, or part of its name, and Enter: it is chosen and brought into view.</source>
        <translation>输入细胞的编号或名字的一部分，按回车：它就被选中并显示出来。</translation>
    </message>
    <message>
        <source>Undo goes back to just before the last change of a setting: the model, the curve and the place in the text are as they were then. Redo goes forward again.</source>
        <translation>“撤销”回到上一次改动设置之前：模型、曲线和在文本中的位置都和当时一样。“重做”再往前走。</translation>
    </message>
    <message>
        <source>Unknown characters</source>
        <translation>不认识的字符</translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的数值</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>What an LSTM is for, in five minutes. Each equation opens the ledger at its numbers, and each claim can be put to the test on the model as it is.</source>
        <translation>用五分钟讲清 LSTM 是做什么用的。每个公式都能打开账本里对应的数字，每个论断都能在此刻的模型上检验。</translation>
    </message>
    <message>
        <source>What becomes of the run that was under way when the window was closed: it goes on, it is offered, or the window begins anew. In any case it stays in the table of runs.</source>
        <translation>关闭窗口时正在进行的运行怎么办：继续、询问，或者重新开始。无论怎样，它都留在运行记录里。</translation>
    </message>
    <message>
        <source>What each cell could write at this character, between −1 and 1. Whether it does is up to the input gate.</source>
        <translation>每个细胞在这个字符处可能写入的内容，在 −1 和 1 之间。写不写由输入门决定。</translation>
    </message>
    <message>
        <source>What each cell of a GRU proposes as its new state.</source>
        <translation>GRU 的每个细胞提出的新状态。</translation>
    </message>
    <message>
        <source>What each cell shows: to the gates at the next character, and to the output layer that guesses it. A GRU and an RNN have this alone.</source>
        <translation>每个细胞显示出来的东西：给下一个字符处的门，也给负责预测的输出层。GRU 和 RNN 只有它。</translation>
    </message>
    <message>
        <source>What happens at each step: the norm of the gradient against θ, the share of batches that were clipped, and the learning rate. Below, goals: to be told, or to stop, when they are reached.</source>
        <translation>每一步发生了什么：梯度的范数与 θ 的对比、被裁剪的小批量所占的比例，以及学习率。下面可以设目标：达到时提醒，或者停止。</translation>
    </message>
    <message>
        <source>What is kept, with its size: models of runs and texts of your own. Delete what is not needed, or choose another folder. What a run under way needs cannot be deleted.</source>
        <translation>保留了什么、各有多大：运行的模型和你自己的文本。不需要的可以删除，也可以换一个文件夹。正在进行的运行要用的东西不能删除。</translation>
    </message>
    <message>
        <source>What is trained on: how many characters, how many different ones, how many songs and lines. The button opens another text, the songs to choose among, or a task that needs memory.</source>
        <translation>训练用的文本：有多少字符、多少种不同的字符、多少首歌和多少行。按钮可以打开别的文本、挑选歌曲，或者选一个需要记忆的任务。</translation>
    </message>
    <message>
        <source>What needs to be known: what went wrong, what the watch has noticed, what was done. Nothing waits for an answer here. Help opens a page that says more, and what to do.</source>
        <translation>需要知道的事：出了什么错、监视发现了什么、做了什么。这里没有什么必须回答。“帮助”会打开更详细的一页，说明该怎么办。</translation>
    </message>
    <message>
        <source>What the curves are drawn by. Epochs compare how often the text was read, batches how many steps were taken, seconds what it cost on this machine.</source>
        <translation>曲线以什么为横轴。迭代周期比较文本读了几遍，小批量比较走了多少步，秒数比较在这台机器上花了多久。</translation>
    </message>
    <message>
        <source>What the engine is doing, where: the batch of the epoch, characters a second, seconds an epoch, and the time that is left. At the right, when the run was last copied to disk: if the program or the machine stops, the next start goes on from there.</source>
        <translation>引擎在做什么、用什么设备：周期中的第几个小批量、每秒字符数、每周期秒数和剩余时间。右边是上次把运行存到磁盘的时间：万一程序或机器停了，下次启动就从那里继续。</translation>
    </message>
    <message>
        <source>What the heat map shows: the memory C, what it shows H, the gates I, F and O, or the candidate C̃. The layer is chosen beside it, if there is more than one.</source>
        <translation>热图显示什么：记忆 C、显示出来的 H、门 I、F 和 O，或候选内容 C̃。如果不止一层，旁边可以选层。</translation>
    </message>
    <message>
        <source>What the model writes as it is at this moment. Type a beginning and press Generate, also while it trains. Below are the samples that it writes by itself every so many epochs.</source>
        <translation>模型此刻写出的文字。输入一个开头，按“生成”，训练途中也可以。下面是它每隔若干个迭代周期自己写的样例。</translation>
    </message>
    <message>
        <source>What the network holds while it reads the text below: a row for each memory cell, a column for each character. Blue is below zero, orange above. Point at a value to read it; the arrow keys walk through cells and characters.</source>
        <translation>网络读下面那段文本时记住的东西：每行一个记忆细胞，每列一个字符。蓝色小于零，橙色大于零。把指针放在上面就能读到数值；方向键在细胞和字符之间移动。</translation>
    </message>
    <message>
        <source>Which colour stands for which value. C is coloured up to ±4 at most, since tanh(4) is 0.999; the points at the side say how far it really goes. Click to choose another range, or to colour each cell by its own range.</source>
        <translation>哪种颜色代表哪个值。C 最多着色到 ±4，因为 tanh(4) 是 0.999；旁边的点表示它实际到了多远。点击可以选别的范围，或让每个细胞按自己的范围着色。</translation>
    </message>
    <message>
        <source>With these settings the model needs more memory than this machine has free. The system might slow down or end the program.

What helps: fewer hidden units count most, since the weights grow with their square; then fewer layers, a smaller batch, and shorter sequences.</source>
        <translation>按这些设置，模型需要的内存比这台机器空闲的还多。系统可能会变慢，或者结束程序。

可以这样做：减少隐藏单元最有效，因为权重按它的平方增长；其次是减少层数、减小批量、缩短序列。</translation>
    </message>
    <message>
        <source>Write a text to train on, or paste one. Some thousands of characters are a good beginning; with less, the model soon knows it by heart.</source>
        <translation>写一段训练用的文本，或者粘贴一段。几千个字符是不错的开始；再少，模型很快就背下来了。</translation>
    </message>
    <message>
        <source>Write here, or let the model write from the cursor with Ctrl+Return. Ctrl with a digit takes one of the characters offered. The colours show what is chosen above: probability, surprise, or a cell of the map.</source>
        <translation>在这里写，或者按 Ctrl+Return 让模型从光标处接着写。Ctrl 加数字选用下面给出的字符。颜色表示上面选定的内容：概率、意外程度，或热图中的一个细胞。</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>Acts</source>
        <translation>生效</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>If you raise it</source>
        <translation>调高它会怎样</translation>
    </message>
    <message>
        <source>In the glossary</source>
        <translation>相关术语</translation>
    </message>
    <message>
        <source>It cannot be used now.</source>
        <translation>现在不能使用。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>No word of the glossary has “{sought}” in it.</source>
        <translation>术语表中没有含“{sought}”的词语。</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Shortcut</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Show: {view}</source>
        <translation>显示：{view}</translation>
    </message>
    <message>
        <source>What difference it makes</source>
        <translation>有什么不同</translation>
    </message>
    <message>
        <source>Where to look</source>
        <translation>在哪里看</translation>
    </message>
    <message>
        <source>from the next batch on</source>
        <translation>从下一个小批量起</translation>
    </message>
    <message>
        <source>with a new model</source>
        <translation>需要新模型</translation>
    </message>
</context>
<context>
    <name>HelpPanel</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Find a word</source>
        <translation>查找词语</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keep this page while you point at something else; let go to follow again</source>
        <translation>指向别的东西时保留这一页；松开后又会跟随</translation>
    </message>
    <message>
        <source>Stay on this page</source>
        <translation>停留在此页</translation>
    </message>
    <message>
        <source>Text of the help</source>
        <translation>帮助的文字</translation>
    </message>
    <message>
        <source>The page before the link</source>
        <translation>点击链接之前的那一页</translation>
    </message>
</context>
<context>
    <name>InterventionFields</name>
    <message>
        <source> characters</source>
        <translation> 个字符</translation>
    </message>
    <message>
        <source>0 is greedy: always the likeliest character</source>
        <translation>0 为贪心：总是选概率最大的字符</translation>
    </message>
    <message>
        <source>0 · greedy</source>
        <translation>0 · 贪心</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>细胞</translation>
    </message>
    <message>
        <source>From</source>
        <translation>始于</translation>
    </message>
    <message>
        <source>How many characters to write</source>
        <translation>要写多少个字符</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Neither the weights nor the training change.</source>
        <translation>权重和训练都不会改变。</translation>
    </message>
    <message>
        <source>Numbers and ranges, like 37, 40-45. Nothing means all cells.</source>
        <translation>编号和范围，如 37, 40-45。留空表示所有细胞。</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>State after</source>
        <translation>取状态自</translation>
    </message>
    <message>
        <source>Take the cell chosen in the heat map</source>
        <translation>取热图中选中的细胞</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The model goes on from here, without and with the intervention</source>
        <translation>模型从这里接着写，不干预和干预各一次</translation>
    </message>
    <message>
        <source>The text whose state is taken</source>
        <translation>取哪段文本读完后的状态</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>the first character</source>
        <translation>第一个字符</translation>
    </message>
    <message>
        <source>the prefix&apos;s end</source>
        <translation>前缀末尾</translation>
    </message>
</context>
<context>
    <name>InterventionForm</name>
    <message>
        <source>Cell {cell}</source>
        <translation>细胞 {cell}</translation>
    </message>
    <message>
        <source>Cells are numbers from 0 to {last}, like 37, 40-45.</source>
        <translation>细胞须为 0 到 {last} 的编号，如 37, 40-45。</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Comparing</source>
        <translation>正在比较</translation>
    </message>
    <message>
        <source>Not in this text: {characters}. Use other characters.</source>
        <translation>文本里没有这些字符：{characters}。请换用别的字符。</translation>
    </message>
    <message>
        <source>What to do to the memory</source>
        <translation>对记忆做什么</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>InterventionPanel</name>
    <message>
        <source>Intervention in the memory</source>
        <translation>干预记忆</translation>
    </message>
</context>
<context>
    <name>InterventionView</name>
    <message>
        <source>Both texts are the same.</source>
        <translation>两段文本相同。</translation>
    </message>
    <message>
        <source>Memory with the intervention</source>
        <translation>干预后的记忆</translation>
    </message>
    <message>
        <source>Memory without the intervention</source>
        <translation>未干预的记忆</translation>
    </message>
    <message>
        <source>Text with the intervention</source>
        <translation>干预后的文本</translation>
    </message>
    <message>
        <source>Text without the intervention</source>
        <translation>未干预的文本</translation>
    </message>
    <message>
        <source>The memory differs by {size} on average.</source>
        <translation>记忆平均相差 {size}。</translation>
    </message>
    <message>
        <source>The texts part at character {number}.</source>
        <translation>两段文本从第 {number} 个字符起不同。</translation>
    </message>
    <message>
        <source>What was held moved by {size} at most.</source>
        <translation>被保持的值最多移动了 {size}。</translation>
    </message>
    <message>
        <source>What was held passed through unchanged, bit for bit.</source>
        <translation>被保持的值原样传递，逐位不变。</translation>
    </message>
    <message>
        <source>With the intervention</source>
        <translation>干预后</translation>
    </message>
    <message>
        <source>Without the intervention</source>
        <translation>未干预</translation>
    </message>
    <message>
        <source>cell {cell} · without {before} at {one} · with {after} at {other}</source>
        <translation>细胞 {cell} · 未干预：{one} {before} · 干预后：{other} {after}</translation>
    </message>
    <message>
        <source>{symbol} of the {count} cells of layer {layer} that differ most</source>
        <translation>第 {layer} 层差异最大的 {count} 个细胞的 {symbol}</translation>
    </message>
    <message>
        <source>{symbol} of the {count} cells that differ most</source>
        <translation>差异最大的 {count} 个细胞的 {symbol}</translation>
    </message>
</context>
<context>
    <name>InterventionWords</name>
    <message>
        <source>Flip the sign of {state}</source>
        <translation>将 {state} 反号</translation>
    </message>
    <message>
        <source>Freeze {state}</source>
        <translation>冻结 {state}</translation>
    </message>
    <message>
        <source>Hold the memory: F = 1, I = 0</source>
        <translation>保持记忆：F = 1，I = 0</translation>
    </message>
    <message>
        <source>Hold the state: Z = 1</source>
        <translation>保持状态：Z = 1</translation>
    </message>
    <message>
        <source>Set {state} to zero</source>
        <translation>将 {state} 置零</translation>
    </message>
    <message>
        <source>The cells change their sign once; from there on they work as ever.</source>
        <translation>细胞的值反号一次，此后照常工作。</translation>
    </message>
    <message>
        <source>The cells hold 0 at every character: the model writes without them.</source>
        <translation>细胞在每个字符处都为 0：模型在没有它们的情况下创作。</translation>
    </message>
    <message>
        <source>The cells keep the value they have, whatever the model reads.</source>
        <translation>无论模型读到什么，细胞都保持现有的值。</translation>
    </message>
    <message>
        <source>The forget gate is held at 1 and the input gate at 0. The article&apos;s claim: the memory then passes through unchanged, however long the text.</source>
        <translation>遗忘门保持为 1，输入门保持为 0。文章的说法是：这时无论文本多长，记忆都原样传递。</translation>
    </message>
    <message>
        <source>The state after one text is put into the model before it reads the prefix, as if it had read that text first.</source>
        <translation>模型读前缀之前，先放入读完另一段文本后的状态，就像它先读过那段文本一样。</translation>
    </message>
    <message>
        <source>The update gate is held at 1. The state then passes through unchanged, however long the text.</source>
        <translation>更新门保持为 1。这时无论文本多长，状态都原样传递。</translation>
    </message>
    <message>
        <source>Transplant the whole state</source>
        <translation>移植整个状态</translation>
    </message>
</context>
<context>
    <name>Joint</name>
    <message>
        <source>epoch {epoch}, batch {batch} begins at the seam · track {track} of {tracks}</source>
        <translation>接缝处开始：迭代周期 {epoch}，小批量 {batch} · 第 {track} 轨，共 {tracks} 轨</translation>
    </message>
</context>
<context>
    <name>JointBar</name>
    <message>
        <source>Carried, detached: gradients stop here.</source>
        <translation>传递并分离：状态延续，梯度到此为止。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样方式</translation>
    </message>
    <message>
        <source>The joint is shown from the next batch on.</source>
        <translation>从下一个小批量起显示接缝。</translation>
    </message>
    <message>
        <source>The same setting as in the form: it acts when it is applied there.</source>
        <translation>与表单中是同一个设置：在表单中应用后生效。</translation>
    </message>
    <message>
        <source>Track of the batch</source>
        <translation>小批量中的轨</translation>
    </message>
    <message>
        <source>What becomes of the state</source>
        <translation>状态怎么样了</translation>
    </message>
    <message>
        <source>What stands at the same place of all batches is a track.</source>
        <translation>各个小批量中同一位置的序列连成一轨。</translation>
    </message>
    <message>
        <source>Zeros: a new epoch begins.</source>
        <translation>清零：新的迭代周期开始。</translation>
    </message>
    <message>
        <source>Zeros: this sequence is from elsewhere.</source>
        <translation>清零：序列来自别处，开始时没有记忆。</translation>
    </message>
    <message>
        <source>track </source>
        <translation>轨 </translation>
    </message>
</context>
<context>
    <name>KeptList</name>
    <message>
        <source>As text, Markdown, JSON or a picture of the page</source>
        <translation>存为文本、Markdown、JSON 或页面图片</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the pieces that are selected, or all</source>
        <translation>复制选中的作品；未选则复制全部</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the pieces that are selected (Del)</source>
        <translation>删除选中的作品（Del）</translation>
    </message>
    <message>
        <source>Keep what was deleted last after all</source>
        <translation>把上次删除的又留下来</translation>
    </message>
    <message>
        <source>Kept pieces</source>
        <translation>留存的作品</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>epoch {number}</source>
        <translation>迭代周期 {number}</translation>
    </message>
    <message>
        <source>perplexity {value}</source>
        <translation>困惑度 {value}</translation>
    </message>
    <message>
        <source>temperature {temperature}, top-k {k}, top-p {p}, repetition penalty {penalty}, seed {seed}</source>
        <translation>温度 {temperature}，top-k {k}，top-p {p}，重复惩罚 {penalty}，种子 {seed}</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手写</translation>
    </message>
    <message>
        <source>{share} new</source>
        <translation>{share} 是新的</translation>
    </message>
</context>
<context>
    <name>KeptStore</name>
    <message>
        <source>The kept pieces were damaged and are set aside as {file}.</source>
        <translation>留存的片段文件已损坏，已另存为 {file}。</translation>
    </message>
    <message>
        <source>What is kept in the studio cannot be stored ({reason}); it lasts until the program ends.</source>
        <translation>写作室里留存的内容无法存盘（{reason}），只保留到程序关闭为止。</translation>
    </message>
</context>
<context>
    <name>KnobEditor</name>
    <message>
        <source>From {low} to {high}.</source>
        <translation>取值范围：{low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>Knobs</name>
    <message>
        <source>A graphics card is worth its trouble with many hidden units and large batches; the book&apos;s sizes leave it little to do.</source>
        <translation>隐藏单元很多、批量很大时，显卡才值得用；按书中的大小，它没有多少事可做。</translation>
    </message>
    <message>
        <source>About how long the text is.</source>
        <translation>文本的大致长度。</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>After so many verses the refrain comes again.</source>
        <translation>每隔这么多段，副歌重复一次。</translation>
    </message>
    <message>
        <source>Another seed is neither better nor worse: it is another beginning. Train with several to see how much of a difference is chance.</source>
        <translation>换一个种子不会更好也不会更差，只是换一个开头。用几个种子各训练一次，就能看出差别中有多少是偶然。</translation>
    </message>
    <message>
        <source>At 0 a new cell forgets half of its memory at each character; at 1 about a quarter, at 3 a twentieth. A higher bias helps where much has to be remembered over long distances.</source>
        <translation>为 0 时，新的细胞每读一个字符就忘掉一半；为 1 时约忘四分之一，为 3 时约忘二十分之一。需要长距离记忆时，偏差高一些有帮助。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>Cell</source>
        <translation>循环单元</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Clipping θ</source>
        <translation>裁剪阈值 θ</translation>
    </message>
    <message>
        <source>Concise (gluon)</source>
        <translation>简洁（gluon）</translation>
    </message>
    <message>
        <source>Consecutive</source>
        <translation>相邻采样</translation>
    </message>
    <message>
        <source>Consecutive: each batch goes on where the last one ended, and the state is carried over. Random: sequences from anywhere, the state starts at zero for each batch.</source>
        <translation>相邻采样：每个小批量接着上一个小批量的结尾，并沿用其状态。随机采样：序列取自任意位置，每个小批量的状态从零开始。</translation>
    </message>
    <message>
        <source>Consecutive: what was read before the batch still counts, as it does when the model writes. Random: batches differ more from one another, which steadies SGD, but nothing before a sequence is known.</source>
        <translation>相邻采样：小批量之前读到的内容仍然有用，写作时也是如此。随机采样：小批量之间差别更大，SGD 更稳，但序列开头之前的内容一概不知。</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Delay up to</source>
        <translation>最长延迟</translation>
    </message>
    <message>
        <source>Depth up to</source>
        <translation>最大深度</translation>
    </message>
    <message>
        <source>Each layer reads what the one below shows. More layers can find more involved patterns; they need more time, and with little text they seldom help.</source>
        <translation>每一层读下面一层显示出来的内容。层数越多，能发现的规律越复杂，但更费时间；文本不多时很少有帮助。</translation>
    </message>
    <message>
        <source>Each prefix gives a sample of its own. Take a line of the text to see whether the model goes on with it word for word.</source>
        <translation>每个前缀各写一个样例。用文本中的一句作前缀，可以看模型会不会一字不差地接下去。</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>迭代周期数</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>Fewer batches are clipped and their steps grow longer, up to the point where nothing is clipped and one steep place can throw the weights off. Lower it, and all steps become short and alike.</source>
        <translation>被裁剪的小批量变少，步子变长；直到完全不裁剪时，一处陡坡就可能把权重甩出去。调低它，每一步都会变短，长度也一样。</translation>
    </message>
    <message>
        <source>Fillers</source>
        <translation>填充符种类</translation>
    </message>
    <message>
        <source>Forget bias</source>
        <translation>遗忘门偏差</translation>
    </message>
    <message>
        <source>From scratch</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>From scratch: the book&apos;s equations as they are, slowest. Concise: the same by gluon&apos;s layer. Fast: compiled for this processor. Change it while the model trains, and the curve goes on as if nothing had happened.</source>
        <translation>从零开始实现：照书中的公式写成，最慢。简洁实现：用 gluon 的层。快速：为这种处理器编译。训练途中切换，曲线会照常延续，就像什么都没发生。</translation>
    </message>
    <message>
        <source>GRU</source>
        <translation>GRU</translation>
    </message>
    <message>
        <source>Gap up to</source>
        <translation>最大间隔</translation>
    </message>
    <message>
        <source>Gradient clipping: when the norm of all gradients together is larger than θ, they are scaled down to θ.</source>
        <translation>梯度裁剪：当所有梯度合起来的范数大于 θ 时，将它们按比例缩小到 θ。</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>Hidden units</source>
        <translation>隐藏单元</translation>
    </message>
    <message>
        <source>How far each step goes. The book&apos;s 100 is that large because clipping makes the gradients that small.</source>
        <translation>每一步走多远。书中取 100 这么大，是因为梯度裁剪使梯度变得很小。</translation>
    </message>
    <message>
        <source>How many brackets are open at most.</source>
        <translation>最多同时有多少个括号未闭合。</translation>
    </message>
    <message>
        <source>How many characters it writes after a prefix.</source>
        <translation>在前缀之后创作多少个字符。</translation>
    </message>
    <message>
        <source>How many different fillers come between, at random.</source>
        <translation>中间随机出现多少种不同的填充符。</translation>
    </message>
    <message>
        <source>How many different letters there are.</source>
        <translation>有多少种不同的字母。</translation>
    </message>
    <message>
        <source>How many different symbols there are to remember.</source>
        <translation>有多少种不同的符号需要记住。</translation>
    </message>
    <message>
        <source>How many kinds of brackets there are.</source>
        <translation>有多少种括号。</translation>
    </message>
    <message>
        <source>How many letters a verse has.</source>
        <translation>每段有多少个字母。</translation>
    </message>
    <message>
        <source>How many recurrent layers are stacked. The book uses one.</source>
        <translation>堆叠多少个循环层。书中用一层。</translation>
    </message>
    <message>
        <source>How many sequences are trained on side by side.</source>
        <translation>同时训练多少个序列。</translation>
    </message>
    <message>
        <source>How much of the text is trained on. The book uses the first 10,000.</source>
        <translation>用文本开头的多少个字符来训练。书中用前 10,000 个。</translation>
    </message>
    <message>
        <source>How often the model writes after each prefix.</source>
        <translation>每隔多少个迭代周期，模型接着各个前缀创作一次。</translation>
    </message>
    <message>
        <source>How often the refrain comes again at most.</source>
        <translation>副歌最多重复出现多少次。</translation>
    </message>
    <message>
        <source>How often the text is read from start to end.</source>
        <translation>把文本从头到尾读多少遍。</translation>
    </message>
    <message>
        <source>Implementation</source>
        <translation>实现方式</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>LSTM</source>
        <translation>LSTM</translation>
    </message>
    <message>
        <source>LSTM: the gates decide what the memory keeps, so it can remember over a hundred characters and more. GRU: two gates, fewer weights, often sooner at its goal. RNN: fast and simple, and forgets soon. Peephole: an LSTM that can time itself better, for it sees its own memory.</source>
        <translation>LSTM：由门决定记忆保留什么，因此能记住一百个字符以上。GRU：两个门，权重更少，往往更快达到目标。RNN：快而简单，很快就忘。窥视孔 LSTM：能看到自己的记忆，因此更会把握时机。</translation>
    </message>
    <message>
        <source>Larger batches give smoother gradients and use the processor better, and there are fewer steps in an epoch. Usually the learning rate may rise with them.</source>
        <translation>批量越大，梯度越平稳，处理器利用得越好，每个周期的步数也越少。学习率通常可以随之提高。</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>字母数</translation>
    </message>
    <message>
        <source>Letters up to</source>
        <translation>最多字母数</translation>
    </message>
    <message>
        <source>Longer sequences let the gradient reach farther back, so that longer connections can be learnt. There are fewer steps in an epoch, and each takes longer.</source>
        <translation>序列越长，梯度能往回传得越远，能学到的联系也越长。每个周期的步数变少，每一步更久。</translation>
    </message>
    <message>
        <source>Memory cells in each layer. More remember more and cost more time; the book uses 256.</source>
        <translation>每层记忆细胞的个数。越多记得越多，也越费时间；书中用 256。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>More cells can remember more at once. An LSTM layer of h units that reads v different characters has so many weights; twice the units take up to four times as long. With little text a large model soon learns by heart.</source>
        <translation>细胞越多，能同时记住的也越多。读 v 种不同字符、有 h 个单元的 LSTM 层就有这么多权重；单元数翻倍，时间最多变成四倍。文本不多时，大模型很快就会背下来。</translation>
    </message>
    <message>
        <source>More songs measure better what the model has understood, and fewer are left to learn from. At 0 nothing is held out, and overfitting cannot be seen.</source>
        <translation>留出的歌越多，越能准确衡量模型理解了多少，但可学的歌也越少。设为 0 就什么都不留出，也就看不到过拟合。</translation>
    </message>
    <message>
        <source>More text gives the model more to learn and more different characters, and each epoch takes longer. Perplexities of different amounts of text are not comparable.</source>
        <translation>文本越多，可学的越多，不同的字符也越多，每个迭代周期也越久。文本长度不同，困惑度就不能相比。</translation>
    </message>
    <message>
        <source>Normal, 0.01</source>
        <translation>正态，0.01</translation>
    </message>
    <message>
        <source>Normal, 1/√(inputs)</source>
        <translation>正态，1/√(输入)</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化算法</translation>
    </message>
    <message>
        <source>Pairs up to</source>
        <translation>最多对数</translation>
    </message>
    <message>
        <source>Peephole LSTM</source>
        <translation>窥视孔 LSTM</translation>
    </message>
    <message>
        <source>Prefixes</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>RNN (tanh)</source>
        <translation>RNN（tanh）</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机采样</translation>
    </message>
    <message>
        <source>Returns up to</source>
        <translation>最多重复次数</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>SGD needs a learning rate that fits, and shows plainly what clipping does. Adam gets down sooner and forgives more; with the book&apos;s 100 it would break down at once.</source>
        <translation>SGD 需要合适的学习率，也最能看出裁剪的作用。Adam 降得更快，也更宽容；但若用书中的 100，它会立刻崩溃。</translation>
    </message>
    <message>
        <source>SGD takes plain steps down the gradient, as in the book. Adam scales each weight&apos;s step by its own history; use a learning rate near 0.01 with it.</source>
        <translation>SGD 直接沿梯度下降，与书中相同。Adam 按每个权重过往的梯度调整它的步长；学习率宜在 0.01 左右。</translation>
    </message>
    <message>
        <source>Sample every</source>
        <translation>样例间隔</translation>
    </message>
    <message>
        <source>Sample length</source>
        <translation>样例长度</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Samples come less often, and less time goes into writing them.</source>
        <translation>样例来得更少，写样例花的时间也更少。</translation>
    </message>
    <message>
        <source>Samples tell more of what the model keeps up over a distance, and take longer to write.</source>
        <translation>样例更能看出模型隔了一段距离还能保持什么，但写起来更久。</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样方式</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Symbols</source>
        <translation>符号种类</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Text seed</source>
        <translation>文本种子</translation>
    </message>
    <message>
        <source>The device that computes: the processor, or a graphics card.</source>
        <translation>用来计算的设备：处理器或显卡。</translation>
    </message>
    <message>
        <source>The forget gate&apos;s bias at the start (LSTM only). Above 0 the cells keep their memory from the beginning; the book starts at 0.</source>
        <translation>遗忘门偏差的初始值（仅用于 LSTM）。大于 0 时，细胞从一开始就保留记忆；书中从 0 开始。</translation>
    </message>
    <message>
        <source>The largest number of a in the text.</source>
        <translation>文本中 a 的最大个数。</translation>
    </message>
    <message>
        <source>The largest number of fillers before the question.</source>
        <translation>提问之前填充符的最大个数。</translation>
    </message>
    <message>
        <source>The largest number of pairs in a line.</source>
        <translation>一行中括号的最大对数。</translation>
    </message>
    <message>
        <source>The last songs are kept from training and only read, to measure what the model has understood and not learned by heart. The book holds nothing out. Reading takes at most a second and 5 % of the time, so a long text is not read after every epoch.</source>
        <translation>最后几首歌不参与训练，只供模型阅读，用来衡量它学到了什么规律，而不是背下了什么。书中不留出文本。阅读最多占用一秒加上 5 % 的时间，所以文本较长时并非每个迭代周期之后都读。</translation>
    </message>
    <message>
        <source>The longest word that is copied backwards.</source>
        <translation>倒着抄写的单词的最大长度。</translation>
    </message>
    <message>
        <source>The model reads the text more often and learns more of it; on little text it learns it by heart after some twenty. The number can be raised while it trains.</source>
        <translation>模型读文本的次数更多，学到的也更多；文本不多时，大约二十遍之后就背下来了。训练途中也可以调高。</translation>
    </message>
    <message>
        <source>The perplexity falls faster, up to a point; beyond it the curve jumps up, and in the end training breaks down. With clipping and SGD the length of a step is at most η θ, so both numbers count together.</source>
        <translation>困惑度下降得更快，但有限度；超过之后曲线会跳起来，最后训练崩溃。用 SGD 并裁剪时，一步的长度至多是 η θ，所以这两个数要合起来看。</translation>
    </message>
    <message>
        <source>The recurrent cell. An LSTM keeps a memory c beside its hidden state h, and in a peephole LSTM the gates see it; a GRU and a plain RNN have h alone.</source>
        <translation>循环神经网络的单元。LSTM 除隐藏状态 h 外还有记忆细胞 c；窥视孔 LSTM 的门还能看到 c；GRU 和普通 RNN 只有 h。</translation>
    </message>
    <message>
        <source>The same seed makes the same text.</source>
        <translation>同一个种子生成同样的文本。</translation>
    </message>
    <message>
        <source>The starting point of all random numbers. The same seed on the same machine gives the same curve, to the last bit.</source>
        <translation>所有随机数的起点。在同一台机器上，相同的种子得到逐位相同的曲线。</translation>
    </message>
    <message>
        <source>Three ways to write the same equations: from scratch, gate by gate; concise, with gluon.rnn; fast, made for this machine. Their results agree.</source>
        <translation>同一组公式的三种写法：从零开始，逐个门实现；简洁，使用 gluon.rnn；快速，针对这台机器优化。三者结果一致。</translation>
    </message>
    <message>
        <source>Time steps</source>
        <translation>时间步数</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Use the first</source>
        <translation>使用字符数</translation>
    </message>
    <message>
        <source>What the samples begin with, one a line.</source>
        <translation>样本的开头，每行一个。</translation>
    </message>
    <message>
        <source>Where the weights start: drawn from a normal distribution with standard deviation 0.01, as in the book, or with 1/√(inputs), which learns sooner.</source>
        <translation>权重从哪里开始：从正态分布中随机采样，标准差或如书中取 0.01，或取 1/√(输入个数)，后者更早学到东西。</translation>
    </message>
    <message>
        <source>With 0.01 the network begins almost asleep, and the first epochs show little. With 1/√(inputs) signals keep their size from step to step, and learning begins at once.</source>
        <translation>用 0.01 时，网络一开始几乎不动，最初几个周期看不出什么。用 1/√(输入) 时，信号在各步之间保持大小，马上就开始学习。</translation>
    </message>
    <message>
        <source>characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>n up to</source>
        <translation>n 最大为</translation>
    </message>
    <message>
        <source>num_steps: how many characters one training sequence has, and so how far back a gradient reaches.</source>
        <translation>num_steps：一个训练序列有多少个字符，也就是梯度能往回传多远。</translation>
    </message>
    <message>
        <source>sequences</source>
        <translation>序列</translation>
    </message>
</context>
<context>
    <name>LastSession</name>
    <message>
        <source>The last session ended with {name}, after epoch {epoch}. It can go on there.</source>
        <translation>上次结束时的运行是 {name}，已完成 {epoch} 个迭代周期。可以从那里继续。</translation>
    </message>
</context>
<context>
    <name>Ledger</name>
    <message>
        <source>First, tanh brings the memory between −1 and 1: {value}.</source>
        <translation>先由 tanh 将记忆变换到 −1 和 1 之间：{value}。</translation>
    </message>
    <message>
        <source>Kept and written together are the new memory, {value}.</source>
        <translation>保留的与写入的相加，得到新记忆 {value}。</translation>
    </message>
    <message>
        <source>Kept and written together are the new state, {value}.</source>
        <translation>保留的与写入的相加，得到新状态 {value}。</translation>
    </message>
    <message>
        <source>Of the old memory, {before}, {kept} is kept and {forgotten} is forgotten.</source>
        <translation>旧记忆 {before} 中，保留 {kept}，遗忘 {forgotten}。</translation>
    </message>
    <message>
        <source>Of the old state, {before}, {kept} is kept and {forgotten} is forgotten.</source>
        <translation>旧状态 {before} 中，保留 {kept}，遗忘 {forgotten}。</translation>
    </message>
    <message>
        <source>So {value} is shown to the rest of the network.</source>
        <translation>于是向网络的其余部分输出 {value}。</translation>
    </message>
    <message>
        <source>So {value} is written.</source>
        <translation>于是写入 {value}。</translation>
    </message>
    <message>
        <source>The candidate for the new state is {value}.</source>
        <translation>候选隐藏状态是 {value}。</translation>
    </message>
    <message>
        <source>The character and the old states are weighted and added: {value}.</source>
        <translation>字符与旧状态加权求和：{value}。</translation>
    </message>
    <message>
        <source>The forget gate keeps {percentage} of the old memory.</source>
        <translation>遗忘门保留 {percentage} 的旧记忆。</translation>
    </message>
    <message>
        <source>The input gate lets in {percentage} of what is new.</source>
        <translation>输入门让 {percentage} 的新内容进入。</translation>
    </message>
    <message>
        <source>The output gate lets out {percentage} of the memory.</source>
        <translation>输出门让 {percentage} 的记忆输出。</translation>
    </message>
    <message>
        <source>The reset gate lets {percentage} of the old state into the candidate.</source>
        <translation>重置门让 {percentage} 的旧状态进入候选隐藏状态。</translation>
    </message>
    <message>
        <source>The rest comes from the candidate: {value} is written.</source>
        <translation>其余来自候选隐藏状态：写入 {value}。</translation>
    </message>
    <message>
        <source>The update gate keeps {percentage} of the old state.</source>
        <translation>更新门保留 {percentage} 的旧状态。</translation>
    </message>
    <message>
        <source>What is new is the candidate, {value}.</source>
        <translation>新内容是候选记忆细胞 {value}。</translation>
    </message>
    <message>
        <source>by an intervention</source>
        <translation>由干预所致</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation>遗忘门</translation>
    </message>
    <message>
        <source>forgotten</source>
        <translation>遗忘</translation>
    </message>
    <message>
        <source>input gate</source>
        <translation>输入门</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>new memory</source>
        <translation>新记忆</translation>
    </message>
    <message>
        <source>new state</source>
        <translation>新状态</translation>
    </message>
    <message>
        <source>old memory</source>
        <translation>旧记忆</translation>
    </message>
    <message>
        <source>old state</source>
        <translation>旧状态</translation>
    </message>
    <message>
        <source>output gate</source>
        <translation>输出门</translation>
    </message>
    <message>
        <source>reset gate</source>
        <translation>重置门</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>squashed</source>
        <translation>压缩后</translation>
    </message>
    <message>
        <source>tanh brings the sum between −1 and 1: {value} replaces the old state.</source>
        <translation>tanh 将和变换到 −1 和 1 之间：{value} 取代旧状态。</translation>
    </message>
    <message>
        <source>update gate</source>
        <translation>更新门</translation>
    </message>
    <message>
        <source>written</source>
        <translation>写入</translation>
    </message>
</context>
<context>
    <name>LedgerPanel</name>
    <message>
        <source>Cell and character</source>
        <translation>细胞和字符</translation>
    </message>
    <message>
        <source>Computation graph</source>
        <translation>计算图</translation>
    </message>
    <message>
        <source>Equation</source>
        <translation>公式</translation>
    </message>
    <message>
        <source>Explain this step one part at a time</source>
        <translation>逐部分解释这一步</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>账本</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左方向键</translation>
    </message>
    <message>
        <source>Next character</source>
        <translation>下一个字符</translation>
    </message>
    <message>
        <source>Numbers of the ledger</source>
        <translation>账本的数值</translation>
    </message>
    <message>
        <source>Previous character</source>
        <translation>上一个字符</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右方向键</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>慢动作</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The ledger of a cell appears here, when the model has read the probe text.</source>
        <translation>模型读完试读文本后，细胞的账本会显示在这里。</translation>
    </message>
    <message>
        <source>What the ledger will show</source>
        <translation>账本将显示什么</translation>
    </message>
    <message>
        <source>cell {cell} · {characters} · position {position}</source>
        <translation>细胞 {cell} · {characters} · 位置 {position}</translation>
    </message>
</context>
<context>
    <name>LessonPanel</name>
    <message>
        <source>A new run with the settings of this step; the run of now stays in the table</source>
        <translation>按这一步的设置开始一次新的运行；现在这次运行留在运行记录里</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>再跑一遍</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>跑一遍</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>正在跑…</translation>
    </message>
    <message>
        <source>Text of the lesson</source>
        <translation>课程正文</translation>
    </message>
</context>
<context>
    <name>Lessons</name>
    <message>
        <source>All lessons</source>
        <translation>全部课程</translation>
    </message>
    <message>
        <source>Each has a few steps and takes a minute or two. You say what you expect, a small model is trained before your eyes, and its numbers decide.</source>
        <translation>每课几步，一两分钟。你先说预计会怎样，再当面训练一个小模型，由它的数字来定。</translation>
    </message>
    <message>
        <source>It came out otherwise than the lesson says. Was the run stopped, or a setting changed meanwhile? Run it again.</source>
        <translation>结果与课里说的不同。是不是中途停了，或者改了设置？请再跑一遍。</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Open a lesson file…</source>
        <translation>打开课程文件…</translation>
    </message>
    <message>
        <source>Step {number} of {count}</source>
        <translation>第 {number} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Text and settings as before</source>
        <translation>恢复原来的文本和设置</translation>
    </message>
    <message>
        <source>The article</source>
        <translation>文章</translation>
    </message>
    <message>
        <source>The last model of the lesson is still here. What you had before is in the table of runs.</source>
        <translation>课里最后训练的模型还在。之前的运行在“运行记录”里。</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>You expected something else.</source>
        <translation>和你预计的不一样。</translation>
    </message>
    <message>
        <source>You foresaw it.</source>
        <translation>你预计对了。</translation>
    </message>
    <message>
        <source>complete epochs</source>
        <translation>完整的迭代周期数</translation>
    </message>
    <message>
        <source>expected: {check}</source>
        <translation>应当：{check}</translation>
    </message>
    <message>
        <source>held-out perplexity</source>
        <translation>留出部分的困惑度</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>right answers</source>
        <translation>答对的比例</translation>
    </message>
    <message>
        <source>share that is not copied</source>
        <translation>不是抄来的比例</translation>
    </message>
    <message>
        <source>twin: {measure}</source>
        <translation>孪生：{measure}</translation>
    </message>
    <message>
        <source>{measure} after epoch {epoch}</source>
        <translation>第 {epoch} 个迭代周期后的 {measure}</translation>
    </message>
</context>
<context>
    <name>LifetimesPanel</name>
    <message>
        <source>A plain RNN has no gates: every character rewrites its whole state, so no cell has a half-life.</source>
        <translation>普通 RNN 没有门：每个字符都会重写整个状态，因此没有半衰期。</translation>
    </message>
    <message>
        <source>All cells move.</source>
        <translation>所有细胞都在变化。</translation>
    </message>
    <message>
        <source>Cells that never move</source>
        <translation>从不变化的细胞</translation>
    </message>
    <message>
        <source>Half-lives of the cells</source>
        <translation>各细胞的半衰期</translation>
    </message>
    <message>
        <source>How long each cell remembers appears here when the model has read the probe text.</source>
        <translation>模型读完试读文本后，每个细胞记多久会显示在这里。</translation>
    </message>
    <message>
        <source>How long it remembers</source>
        <translation>记忆多久</translation>
    </message>
    <message>
        <source>Saturated gates</source>
        <translation>饱和的门</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Select the cells that never move</source>
        <translation>选中从不变化的细胞</translation>
    </message>
    <message>
        <source>Select them in the memory</source>
        <translation>在记忆图中选中它们</translation>
    </message>
    <message>
        <source>Shut is below 0.1, open is above 0.9, counted over all cells and characters.</source>
        <translation>低于 0.1 为关，高于 0.9 为开，对所有细胞和字符计数。</translation>
    </message>
    <message>
        <source>cell {cells}</source>
        <translation>细胞 {cells}</translation>
    </message>
    <message>
        <source>half-life in characters</source>
        <translation>半衰期（字符）</translation>
    </message>
    <message>
        <source>less than {high} characters · cells: {count}</source>
        <translation>不到 {high} 个字符 · 细胞数：{count}</translation>
    </message>
    <message>
        <source>longer</source>
        <translation>更长</translation>
    </message>
    <message>
        <source>mean line {length}</source>
        <translation>平均行长 {length}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>open {share}</source>
        <translation>开 {share}</translation>
    </message>
    <message>
        <source>shut {share}</source>
        <translation>关 {share}</translation>
    </message>
    <message>
        <source>time steps {count}</source>
        <translation>时间步数 {count}</translation>
    </message>
    <message numerus="yes">
        <source>{count} cells: {cells}</source>
        <translation>
            <numerusform>{count} 个细胞：{cells}</numerusform>
        </translation>
    </message>
    <message>
        <source>{low} characters and more · cells: {count}</source>
        <translation>{low} 个字符及以上 · 细胞数：{count}</translation>
    </message>
    <message>
        <source>{low} to {high} characters · cells: {count}</source>
        <translation>{low} 到 {high} 个字符 · 细胞数：{count}</translation>
    </message>
</context>
<context>
    <name>LimitEditor</name>
    <message>
        <source>Use the whole text</source>
        <translation>使用整个文本</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>LiveMark</name>
    <message>
        <source>Acts at once</source>
        <translation>立即生效</translation>
    </message>
    <message>
        <source>Acts from the next batch on</source>
        <translation>从下一个小批量起生效</translation>
    </message>
</context>
<context>
    <name>LyricsPanel</name>
    <message>
        <source> characters</source>
        <translation> 个字符</translation>
    </message>
    <message>
        <source>0 is greedy: always the likeliest character. Higher values choose more freely.</source>
        <translation>0 为贪心：总是选概率最大的字符。值越大，选择越自由。</translation>
    </message>
    <message>
        <source>0 · greedy</source>
        <translation>0 · 贪心</translation>
    </message>
    <message>
        <source>1 character · {time}</source>
        <translation>1 个字符 · {time}</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy lyrics</source>
        <translation>复制歌词</translation>
    </message>
    <message>
        <source>Generate</source>
        <translation>生成</translation>
    </message>
    <message>
        <source>How many characters to write</source>
        <translation>要写多少个字符</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Lyrics</source>
        <translation>歌词</translation>
    </message>
    <message>
        <source>Nothing has been written yet.</source>
        <translation>还没有写出内容。</translation>
    </message>
    <message>
        <source>Only blanks: {count} · {time}</source>
        <translation>全是空白字符：{count} 个 · {time}</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped after 1 character · {time}</source>
        <translation>已停止，共 1 个字符 · {time}</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after {count} characters · {time}</source>
        <translation>
            <numerusform>已停止，共 {count} 个字符 · {time}</numerusform>
        </translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The model goes on from here</source>
        <translation>模型从这里接着写</translation>
    </message>
    <message>
        <source>What the model writes after the prefix.</source>
        <translation>模型接着前缀写出的内容。</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在生成</translation>
    </message>
    <message numerus="yes">
        <source>{count} characters · {time}</source>
        <translation>
            <numerusform>{count} 个字符 · {time}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>LSTM playground</source>
        <translation>LSTM 游乐场</translation>
    </message>
</context>
<context>
    <name>MapPair</name>
    <message>
        <source>Colour scale</source>
        <translation>色标</translation>
    </message>
    <message>
        <source>Memory: cells by characters</source>
        <translation>记忆：细胞 × 字符</translation>
    </message>
    <message>
        <source>The memory appears here when the model has read the probe text.</source>
        <translation>模型读完试读文本后，记忆会显示在这里。</translation>
    </message>
    <message>
        <source>What the memory will show</source>
        <translation>记忆将显示什么</translation>
    </message>
</context>
<context>
    <name>MatteringReader</name>
    <message>
        <source>left out, log p({character}) changes by {value}</source>
        <translation>去掉它，log p({character}) 变化 {value}</translation>
    </message>
    <message>
        <source>{character} was expected with {share}; most for it: {characters}</source>
        <translation>“{character}”的概率是 {share}；最促成它的：{characters}</translation>
    </message>
</context>
<context>
    <name>MemoryPanel</name>
    <message>
        <source>Memory</source>
        <translation>记忆</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
</context>
<context>
    <name>MomentDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Lyrics are usually under copyright: put a text into the file only if you may pass it on. Without it the file has its name and digest, and whoever opens the moment needs the same text. Samples can quote it either way.</source>
        <translation>歌词通常受版权保护：只有在您有权转交时才把文本放入文件。不放入时，文件只含文本的名称和摘要，打开现场的人需要有同样的文本。无论如何，样例都可能引用原文。</translation>
    </message>
    <message numerus="yes">
        <source>Put the text into the file: {name}, {count} characters</source>
        <translation>
            <numerusform>把文本放入文件：{name}，{count} 个字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Save moment</source>
        <translation>保存现场</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>The file holds the model and the optimiser, the curve with its changes, samples, snapshots, the probe text, pinned cells and the layout of the views. Opened elsewhere, training goes on to the bit.</source>
        <translation>文件包含模型和优化器、曲线及其更改、样例、快照、试读文本、固定的细胞和视图布局。在别处打开后，训练分毫不差地继续。</translation>
    </message>
    <message>
        <source>The text comes with the program, so it is not in the file.</source>
        <translation>文本随程序提供，因此不放入文件。</translation>
    </message>
</context>
<context>
    <name>MomentMargin</name>
    <message>
        <source>Cell by cell</source>
        <translation>逐个细胞看</translation>
    </message>
    <message>
        <source>Next batch</source>
        <translation>下一批量</translation>
    </message>
    <message>
        <source>Open the ledger at this character: the model as it is now reads the sequence, beginning with an empty memory.</source>
        <translation>在账本中打开这个字符：由现在的模型从空记忆开始读这个序列。</translation>
    </message>
    <message>
        <source>Take the next batch apart, and train on it</source>
        <translation>拆开下一个批量，并用它训练</translation>
    </message>
    <message>
        <source>This moment in numbers</source>
        <translation>此刻的数字</translation>
    </message>
</context>
<context>
    <name>MomentOpening</name>
    <message>
        <source>Open anyway</source>
        <translation>仍然打开</translation>
    </message>
    <message>
        <source>Open text…</source>
        <translation>打开文本…</translation>
    </message>
    <message>
        <source>The runs of this window are in memory only, so the present model is lost when {file} is opened. Save it first if you need it.</source>
        <translation>此窗口的运行只在内存中，打开 {file} 会丢失当前模型。如果还需要，请先保存。</translation>
    </message>
    <message>
        <source>{file} is open, as it was in epoch {epoch}. Training goes on from there to the bit.</source>
        <translation>已打开 {file}，与第 {epoch} 个迭代周期时一样。训练从那里分毫不差地继续。</translation>
    </message>
    <message>
        <source>{file} was trained on {text}, which is not in the file and not among your recent texts. Open that text as it was.</source>
        <translation>{file} 是用 {text} 训练的，它不在文件中，也不在您最近的文本中。请打开原样的文本。</translation>
    </message>
    <message>
        <source>{found} is not the text of {file}, which was trained on {text}. Open that text as it was.</source>
        <translation>{found} 不是 {file} 训练所用的 {text}。请打开原样的文本。</translation>
    </message>
</context>
<context>
    <name>MomentReader</name>
    <message>
        <source>Epoch {epoch}</source>
        <translation>迭代周期 {epoch}</translation>
    </message>
    <message>
        <source>Epoch {epoch} of an earlier run</source>
        <translation>先前一次运行的迭代周期 {epoch}</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>at epoch {epoch} it was expected with {share}</source>
        <translation>迭代周期 {epoch} 时给它的概率：{share}</translation>
    </message>
    <message>
        <source>it did not know {characters}</source>
        <translation>它那时不认识 {characters}</translation>
    </message>
    <message>
        <source>{moment} · perplexity {perplexity}</source>
        <translation>{moment} · 困惑度 {perplexity}</translation>
    </message>
</context>
<context>
    <name>MomentSaving</name>
    <message>
        <source>The moment is saved in {file}.</source>
        <translation>现场已保存到 {file}。</translation>
    </message>
    <message>
        <source>The moment of {run} is saved in {file}. Its twin is not in there: save the twin&apos;s model by itself.</source>
        <translation>{run} 的现场已保存到 {file}。其中不含孪生：请另行保存孪生的模型。</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>NoveltyCurve</name>
    <message>
        <source>Novelty</source>
        <translation>新写的</translation>
    </message>
    <message>
        <source>The recipe has had no samples written yet.</source>
        <translation>训练方案还没有写出样例。</translation>
    </message>
    <message>
        <source>The share of characters in the samples of an epoch that lie in no copy of at least {count} characters from the text trained on. The dashed line is the same of real songs among each other.</source>
        <translation>一个迭代周期的样例中，不属于训练文本里连续 {count} 个字及以上片段的字所占的比例。虚线是真实歌曲彼此之间的同一比例。</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>epoch {epoch}: {share}</source>
        <translation>迭代周期 {epoch}：{share}</translation>
    </message>
    <message>
        <source>epoch {epoch}: {share} · songs {songs}</source>
        <translation>迭代周期 {epoch}：{share} · 歌曲 {songs}</translation>
    </message>
</context>
<context>
    <name>NumberEditor</name>
    <message>
        <source>Slider for {name}</source>
        <translation>{name} 的滑块</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>NumbersDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the cells that are selected, or all</source>
        <translation>复制选中的单元格；未选则复制全部</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Numbers of the view</source>
        <translation>视图的数值</translation>
    </message>
    <message>
        <source>This view shows no numbers yet.</source>
        <translation>这个视图还没有数值。</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Write the numbers into a file</source>
        <translation>把数值写入文件</translation>
    </message>
</context>
<context>
    <name>NumbersTable</name>
    <message>
        <source>nothing measured</source>
        <translation>未测量</translation>
    </message>
</context>
<context>
    <name>OrderBar</name>
    <message>
        <source>A cell&apos;s number, or part of its name; Enter goes to the next one.</source>
        <translation>细胞的编号或名称的一部分；按 Enter 转到下一个。</translation>
    </message>
    <message>
        <source>Find a cell</source>
        <translation>查找细胞</translation>
    </message>
    <message>
        <source>Keep the chosen cell on top</source>
        <translation>将选中的细胞固定在顶部</translation>
    </message>
    <message>
        <source>Keep the chosen cell on top (P)</source>
        <translation>将选中的细胞固定在顶部（P）</translation>
    </message>
    <message>
        <source>Order of the rows</source>
        <translation>各行的排序</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Rows keep their places while training goes on, until they are sorted again.</source>
        <translation>训练期间各行位置不变，直到重新排序。</translation>
    </message>
    <message>
        <source>Sort again</source>
        <translation>重新排序</translation>
    </message>
    <message>
        <source>Sort again by what is shown now</source>
        <translation>按当前显示的内容重新排序</translation>
    </message>
    <message>
        <source>find cell</source>
        <translation>查找细胞</translation>
    </message>
    <message>
        <source>order: {value}</source>
        <translation>排序：{value}</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>half-life</source>
        <translation>半衰期</translation>
    </message>
    <message>
        <source>index</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>variance</source>
        <translation>方差</translation>
    </message>
</context>
<context>
    <name>PageReader</name>
    <message>
        <source>expected with {share}</source>
        <translation>模型给它的概率：{share}</translation>
    </message>
    <message>
        <source>longest copy {count}: {place}</source>
        <translation>最长照抄 {count} 个字符：{place}</translation>
    </message>
    <message>
        <source>{share} new</source>
        <translation>{share} 是新的</translation>
    </message>
    <message>
        <source>{share} new (real songs: {songs})</source>
        <translation>{share} 是新的（真歌之间：{songs}）</translation>
    </message>
</context>
<context>
    <name>PaletteCommands</name>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>field</source>
        <translation>输入框</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>view</source>
        <translation>视图</translation>
    </message>
</context>
<context>
    <name>PerplexityPlot</name>
    <message>
        <source>B: perplexity {value}</source>
        <translation>B：困惑度 {value}</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>Perplexity by epoch</source>
        <translation>各迭代周期的困惑度</translation>
    </message>
    <message>
        <source>at first {value} at epoch {epoch}</source>
        <translation>起初为 {value}（第 {epoch} 个周期）</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>批</translation>
    </message>
    <message>
        <source>batch perplexity {value}</source>
        <translation>小批量困惑度 {value}</translation>
    </message>
    <message>
        <source>batch {number}</source>
        <translation>第 {number} 批</translation>
    </message>
    <message>
        <source>bigram {value}</source>
        <translation>二元语法 {value}</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>迭代周期</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>迭代周期 {epoch}</translation>
    </message>
    <message>
        <source>h</source>
        <translation>小时</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出部分</translation>
    </message>
    <message>
        <source>held out {value}</source>
        <translation>留出部分 {value}</translation>
    </message>
    <message>
        <source>held out {value} at epoch {epoch}</source>
        <translation>留出部分 {value}（第 {epoch} 个周期）</translation>
    </message>
    <message>
        <source>held out: lowest {value} at epoch {epoch}</source>
        <translation>留出部分：最低 {value}（第 {epoch} 个周期）</translation>
    </message>
    <message>
        <source>held out: {baseline}</source>
        <translation>留出部分：{baseline}</translation>
    </message>
    <message>
        <source>lowest {value} at epoch {epoch}</source>
        <translation>最低 {value}（第 {epoch} 个周期）</translation>
    </message>
    <message>
        <source>min</source>
        <translation>分</translation>
    </message>
    <message>
        <source>perplexity {value}</source>
        <translation>困惑度 {value}</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>training text</source>
        <translation>训练文本</translation>
    </message>
    <message>
        <source>trigram {value}</source>
        <translation>三元语法 {value}</translation>
    </message>
    <message>
        <source>uniform {value}</source>
        <translation>均匀猜测 {value}</translation>
    </message>
    <message>
        <source>unigram {value}</source>
        <translation>一元语法 {value}</translation>
    </message>
    <message>
        <source>{run}, held out</source>
        <translation>{run}，留出部分</translation>
    </message>
</context>
<context>
    <name>PhrasePanel</name>
    <message>
        <source>Above the threshold throughout the phrase, below it outside</source>
        <translation>在短语内始终高于阈值，在短语外低于阈值</translation>
    </message>
    <message>
        <source>Cells of the phrase</source>
        <translation>短语的细胞</translation>
    </message>
    <message>
        <source>Drag over characters to select a phrase.</source>
        <translation>在字符上拖动，选择一个短语。</translation>
    </message>
    <message>
        <source>Drag over characters, or hold Shift and press the arrows</source>
        <translation>在字符上拖动，或按住 Shift 并按方向键</translation>
    </message>
    <message>
        <source>Phrase</source>
        <translation>短语</translation>
    </message>
    <message>
        <source>Probe text, to select a phrase in</source>
        <translation>试读文本，可从中选择短语</translation>
    </message>
    <message>
        <source>The probe text appears here when the model has read it.</source>
        <translation>模型读完试读文本后，文本会显示在这里。</translation>
    </message>
    <message>
        <source>Which cells hold a phrase</source>
        <translation>哪些细胞记着一个短语</translation>
    </message>
    <message>
        <source>“{phrase}” · no cell at this threshold</source>
        <translation>“{phrase}” · 此阈值下没有符合的细胞</translation>
    </message>
    <message numerus="yes">
        <source>“{phrase}” · {count} of {all} cells</source>
        <translation>
            <numerusform>“{phrase}” · {count}/{all} 个细胞</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PhraseSearchView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the search</source>
        <translation>取消查找</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>在文本中查找</translation>
    </message>
    <message>
        <source>Find the like in the text</source>
        <translation>在文本中查找相似之处</translation>
    </message>
    <message>
        <source>Finds where these cells fire together</source>
        <translation>查找这些细胞同时激活的位置</translation>
    </message>
    <message>
        <source>Like “{phrase}”: {count}</source>
        <translation>与“{phrase}”相似：{count} 处</translation>
    </message>
    <message>
        <source>Other places where the same cells fire together appear here.</source>
        <translation>这些细胞同时激活的其他位置会显示在这里。</translation>
    </message>
    <message>
        <source>Places found</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>查找进度</translation>
    </message>
    <message>
        <source>Reading the text</source>
        <translation>正在读文本</translation>
    </message>
    <message>
        <source>Search cancelled</source>
        <translation>已取消查找</translation>
    </message>
    <message>
        <source>State of the search</source>
        <translation>查找状态</translation>
    </message>
    <message>
        <source>The search stopped early</source>
        <translation>查找提前停止</translation>
    </message>
    <message>
        <source>These cells fire together nowhere else. A lower threshold finds more.</source>
        <translation>这些细胞没有在别处同时激活。调低阈值可以找到更多。</translation>
    </message>
</context>
<context>
    <name>PlotControls</name>
    <message>
        <source>Curves as measured. Move right for a moving mean.</source>
        <translation>曲线为实测值。向右移动则显示滑动平均。</translation>
    </message>
    <message>
        <source>Each point is the mean over {count} epochs; the curve as measured is faint.</source>
        <translation>每个点是 {count} 个迭代周期的平均；淡色的是实测曲线。</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>What the curves are drawn by: epochs, batches, or seconds of training</source>
        <translation>曲线按什么画：迭代周期、批次，或训练用时</translation>
    </message>
    <message>
        <source>by batch</source>
        <translation>按批次</translation>
    </message>
    <message>
        <source>by epoch</source>
        <translation>按迭代周期</translation>
    </message>
    <message>
        <source>by time</source>
        <translation>按时间</translation>
    </message>
    <message>
        <source>mean of {count}</source>
        <translation>{count} 点平均</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
</context>
<context>
    <name>PlotMenu</name>
    <message>
        <source>Baselines</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Copy values as CSV</source>
        <translation>以 CSV 格式复制数值</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>还原缩放</translation>
    </message>
</context>
<context>
    <name>PlotOverlay</name>
    <message>
        <source>Perplexity in words</source>
        <translation>困惑度的含义</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>还原缩放</translation>
    </message>
    <message>
        <source>Runs in the plot</source>
        <translation>图中的运行</translation>
    </message>
    <message>
        <source>Show the whole curve and follow it (Home)</source>
        <translation>显示并跟随整条曲线（Home）</translation>
    </message>
    <message>
        <source>Value under the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message>
        <source>What the plot will show</source>
        <translation>图中将显示什么</translation>
    </message>
</context>
<context>
    <name>PreferencesKeeper</name>
    <message>
        <source>The engine uses this number of threads from the next start on.</source>
        <translation>引擎从下次启动起使用这个线程数。</translation>
    </message>
</context>
<context>
    <name>Presenter</name>
    <message>
        <source>Press Start: the model reads the text again and again, and this falls.</source>
        <translation>按“开始”：模型一遍遍地读文本，困惑度随之下降。</translation>
    </message>
    <message>
        <source>Something unexpected happened in the engine. Press Reset to go on.</source>
        <translation>引擎发生了意外错误。请按“重置”后继续。</translation>
    </message>
    <message>
        <source>The model is saved in {file}.</source>
        <translation>模型已保存到 {file}。</translation>
    </message>
    <message>
        <source>book</source>
        <translation>书中</translation>
    </message>
    <message>
        <source>watch: {change}</source>
        <translation>监视：{change}</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>Article as printed</source>
        <translation>文章原样</translation>
    </message>
    <message>
        <source>Book GRU</source>
        <translation>书中的 GRU</translation>
    </message>
    <message>
        <source>Book LSTM</source>
        <translation>书中的 LSTM</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>快速</translation>
    </message>
    <message>
        <source>The article&apos;s code sets θ = 1e2-2, which is 98, so nothing is clipped and training diverges. The book&apos;s value is 1e-2.</source>
        <translation>文章的代码写成 θ = 1e2-2，即 98，因此梯度没有被裁剪，训练发散。书中的值是 1e-2。</translation>
    </message>
</context>
<context>
    <name>ProbeController</name>
    <message>
        <source>epoch {epoch}</source>
        <translation>迭代周期 {epoch}</translation>
    </message>
    <message>
        <source>untrained</source>
        <translation>未训练</translation>
    </message>
</context>
<context>
    <name>ProbeField</name>
    <message>
        <source>A text for the memory to read</source>
        <translation>给模型试读的文本</translation>
    </message>
    <message>
        <source>Not in the corpus, left out: {characters}</source>
        <translation>文本里没有，已略去：{characters}</translation>
    </message>
    <message>
        <source>Probe text</source>
        <translation>试读文本</translation>
    </message>
    <message>
        <source>The memory above is of this text. It trains nothing.</source>
        <translation>上方显示读这段文本时的记忆。它不参与训练。</translation>
    </message>
    <message>
        <source>Unknown characters</source>
        <translation>未知字符</translation>
    </message>
</context>
<context>
    <name>Quantities</name>
    <message>
        <source>candidate hidden state</source>
        <translation>候选隐藏状态</translation>
    </message>
    <message>
        <source>candidate memory</source>
        <translation>候选记忆细胞</translation>
    </message>
    <message>
        <source>forget gate</source>
        <translation>遗忘门</translation>
    </message>
    <message>
        <source>hidden state</source>
        <translation>隐藏状态</translation>
    </message>
    <message>
        <source>input gate</source>
        <translation>输入门</translation>
    </message>
    <message>
        <source>memory cell</source>
        <translation>记忆细胞</translation>
    </message>
    <message>
        <source>output gate</source>
        <translation>输出门</translation>
    </message>
    <message>
        <source>reset gate</source>
        <translation>重置门</translation>
    </message>
    <message>
        <source>update gate</source>
        <translation>更新门</translation>
    </message>
</context>
<context>
    <name>QuantitySwitch</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>显示的内容</translation>
    </message>
    <message>
        <source>layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
</context>
<context>
    <name>RangeForm</name>
    <message>
        <source>Add a setting</source>
        <translation>添加设置</translation>
    </message>
    <message>
        <source>Only an LSTM has a forget gate, so this does nothing here.</source>
        <translation>只有 LSTM 有遗忘门，此项在这里不起作用。</translation>
    </message>
    <message>
        <source>Settings to try</source>
        <translation>要尝试的设置</translation>
    </message>
</context>
<context>
    <name>RangeMenu</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Each cell by its own range</source>
        <translation>每个细胞按自己的范围</translation>
    </message>
</context>
<context>
    <name>RangeRow</name>
    <message>
        <source>Choose two values or more.</source>
        <translation>请至少选两个值。</translation>
    </message>
    <message>
        <source>Do not vary {setting}</source>
        <translation>不再尝试 {setting}</translation>
    </message>
    <message>
        <source>Setting to try</source>
        <translation>要尝试的设置</translation>
    </message>
    <message>
        <source>The first number must be the smaller one.</source>
        <translation>第一个数必须小于第二个数。</translation>
    </message>
    <message>
        <source>from</source>
        <translation>从</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>ReachView</name>
    <message>
        <source>As a share of the gradient at distance 0</source>
        <translation>相对于距离 0 处的梯度</translation>
    </message>
    <message>
        <source>How far back</source>
        <translation>往回看多远</translation>
    </message>
    <message>
        <source>How far gradients reach</source>
        <translation>梯度能传多远</translation>
    </message>
    <message>
        <source>How far gradients reach is measured here, when there is a model.</source>
        <translation>有了模型之后，这里测量梯度能传多远。</translation>
    </message>
    <message>
        <source>How many characters back</source>
        <translation>往回看多少个字符</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>No loss is left, and so no gradient.</source>
        <translation>损失已经为零，没有梯度。</translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message>
        <source>k</source>
        <translation>k</translation>
    </message>
    <message>
        <source>k ≤ {count}</source>
        <translation>k ≤ {count}</translation>
    </message>
    <message>
        <source>layer {number}</source>
        <translation>第 {number} 层</translation>
    </message>
    <message>
        <source>relative</source>
        <translation>相对值</translation>
    </message>
    <message numerus="yes">
        <source>training cuts off here: {count} time steps</source>
        <translation>
            <numerusform>训练在此截断：{count} 个时间步</numerusform>
        </translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number} %</translation>
    </message>
    <message>
        <source>{run} has no C: what it remembers is H.</source>
        <translation>{run} 没有 C，它的记忆就是 H。</translation>
    </message>
    <message>
        <source>{run} {median} ({low} to {high})</source>
        <translation>{run} {median}（{low} 至 {high}）</translation>
    </message>
    <message>
        <source>{run}: at distance {longest}, the gradient is {times} times as large.</source>
        <translation>{run}：在距离 {longest} 处，梯度变为 {times} 倍。</translation>
    </message>
    <message>
        <source>{run}: at distance {longest}, {left} of the gradient is left.</source>
        <translation>{run}：在距离 {longest} 处，梯度还剩 {left}。</translation>
    </message>
    <message>
        <source>{run}: the gradient falls to a half at distance {half}, to 1 % at {hundredth}.</source>
        <translation>{run}：梯度在距离 {half} 处减到一半，在 {hundredth} 处减到 1 %。</translation>
    </message>
    <message>
        <source>{run}: the gradient falls to a half at distance {half}; at {longest}, {left} of it is left.</source>
        <translation>{run}：梯度在距离 {half} 处减到一半，在 {longest} 处还剩 {left}。</translation>
    </message>
    <message>
        <source>‖∂Lₜ/∂cₜ₋ₖ‖: what the loss at a character says about the memory C, k characters before</source>
        <translation>‖∂Lₜ/∂cₜ₋ₖ‖：一个字符处的损失对 k 个字符之前的记忆 C 的梯度</translation>
    </message>
    <message>
        <source>‖∂Lₜ/∂hₜ₋ₖ‖: what the loss at a character says about the hidden state H, k characters before</source>
        <translation>‖∂Lₜ/∂hₜ₋ₖ‖：一个字符处的损失对 k 个字符之前的隐藏状态 H 的梯度</translation>
    </message>
</context>
<context>
    <name>ReadingPanel</name>
    <message>
        <source>A cell is read along the text here, when the model has read the probe text.</source>
        <translation>模型读完试读文本后，这里沿文本逐字显示一个细胞。</translation>
    </message>
    <message>
        <source>One cell, read along the text</source>
        <translation>沿文本逐字读一个细胞</translation>
    </message>
    <message>
        <source>Part of the text</source>
        <translation>文本的一段</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>读数</translation>
    </message>
    <message>
        <source>The norm of the gradient of the chosen character&apos;s log-probability, by what is read at each character before it.</source>
        <translation>所选字符的对数概率对之前每个字符的输入的梯度，这里是它的范数。</translation>
    </message>
    <message>
        <source>The text is coloured as the heat map is.</source>
        <translation>文本的颜色与热图相同。</translation>
    </message>
    <message>
        <source>The text is read anew without each character: those coloured as values above 0 made the chosen character likelier, those as values below 0 less likely.</source>
        <translation>逐一去掉每个字，重新读这段文本：颜色同 0 以上的值的字使所选的字更有可能，颜色同 0 以下的值的字使它更不可能。</translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message>
        <source>What colours the text</source>
        <translation>文本按什么着色</translation>
    </message>
    <message>
        <source>What the reading will show</source>
        <translation>读数将显示什么</translation>
    </message>
    <message>
        <source>cell {cell} · {character} · {symbol} = {value} · position {position}</source>
        <translation>细胞 {cell} · {character} · {symbol} = {value} · 位置 {position}</translation>
    </message>
    <message>
        <source>colour: cell</source>
        <translation>颜色：细胞</translation>
    </message>
    <message>
        <source>gates</source>
        <translation>门</translation>
    </message>
    <message>
        <source>gradient of log p({character}): {value}</source>
        <translation>log p({character}) 的梯度：{value}</translation>
    </message>
    <message>
        <source>left out, log p({character}) changes by {value}</source>
        <translation>去掉它，log p({character}) 变化 {value}</translation>
    </message>
    <message>
        <source>mattered: gradient</source>
        <translation>起作用：梯度</translation>
    </message>
    <message>
        <source>mattered: left out</source>
        <translation>起作用：去掉</translation>
    </message>
    <message>
        <source>next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>next: {characters}</source>
        <translation>下一个：{characters}</translation>
    </message>
    <message>
        <source>nothing came before it</source>
        <translation>它之前没有字符</translation>
    </message>
    <message>
        <source>surprise</source>
        <translation>意外度</translation>
    </message>
    <message>
        <source>surprise {nats} nats · probability {percentage}</source>
        <translation>意外度 {nats} 奈特 · 概率 {percentage}</translation>
    </message>
    <message>
        <source>who mattered is known of the model as it is now</source>
        <translation>谁起了作用，只有现在的模型才知道</translation>
    </message>
    <message>
        <source>{value} nats</source>
        <translation>{value} 奈特</translation>
    </message>
</context>
<context>
    <name>Readout</name>
    <message>
        <source>Values under the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message>
        <source>cell {cell} · {character} · {values} · position {position}</source>
        <translation>细胞 {cell} · {character} · {values} · 位置 {position}</translation>
    </message>
    <message>
        <source>farthest from 0: cell {cell} at {character}, {value}</source>
        <translation>离 0 最远：细胞 {cell}，字符 {character}，{value}</translation>
    </message>
    <message>
        <source>{term}, {cells} cells by {characters} characters, {low} to {high}</source>
        <translation>{term}，{cells} 个细胞 × {characters} 个字符，{low} 到 {high}</translation>
    </message>
</context>
<context>
    <name>RecallView</name>
    <message>
        <source>Begin two models side by side that differ in one setting</source>
        <translation>开始并排训练两个只差一项设置的模型</translation>
    </message>
    <message>
        <source>How far back a model recalls is measured while it trains on the task “Recall after a delay”, in the menu of texts.</source>
        <translation>模型在任务“延迟后回忆”上训练时，这里会测量它能回忆多远。该任务在文本菜单中。</translation>
    </message>
    <message>
        <source>Ready twins</source>
        <translation>现成的孪生运行</translation>
    </message>
    <message>
        <source>Recalled right (%) by distance</source>
        <translation>各距离上的回忆正确率（%）</translation>
    </message>
    <message>
        <source>Share recalled right by distance, of the run and its twin</source>
        <translation>本次运行及其孪生运行在各距离上的回忆正确率</translation>
    </message>
    <message>
        <source>The memory span is measured here, when there is a model.</source>
        <translation>有了模型之后，这里会测量记忆广度。</translation>
    </message>
    <message>
        <source>This run</source>
        <translation>本次运行</translation>
    </message>
    <message>
        <source>Train on “Recall after a delay”</source>
        <translation>在“延迟后回忆”上训练</translation>
    </message>
    <message>
        <source>Values at the cursor</source>
        <translation>光标处的值</translation>
    </message>
    <message>
        <source>a guess</source>
        <translation>随机猜测</translation>
    </message>
    <message>
        <source>trained up to here</source>
        <translation>训练到此为止</translation>
    </message>
    <message>
        <source>{run}: at least 90 % right up to distance {reach}, the longest asked.</source>
        <translation>{run}：直到所问的最远距离 {reach}，正确率都不低于 90 %。</translation>
    </message>
    <message>
        <source>{run}: at least 90 % right up to distance {reach}.</source>
        <translation>{run}：直到距离 {reach}，正确率都不低于 90 %。</translation>
    </message>
    <message>
        <source>{run}: less than 90 % right at any distance.</source>
        <translation>{run}：在任何距离上正确率都不到 90 %。</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Clear this list</source>
        <translation>清除此列表</translation>
    </message>
    <message>
        <source>It is not there any more.</source>
        <translation>文件已不在。</translation>
    </message>
</context>
<context>
    <name>Reports</name>
    <message>
        <source>Chinese cannot be typed here: QT_IM_MODULE asks for {wanted}, and this Qt has only {there}. Start the program with QT_IM_MODULE=ibus, which works with fcitx5, too.</source>
        <translation>这里无法输入中文：QT_IM_MODULE 指定了 {wanted}，而这个 Qt 只有 {there}。请用 QT_IM_MODULE=ibus 启动程序，fcitx5 也支持它。</translation>
    </message>
    <message>
        <source>Choose the encoding…</source>
        <translation>选择编码…</translation>
    </message>
    <message>
        <source>No font for this is installed: {scripts}. Its characters appear as empty boxes. Install one (on Debian and Ubuntu: apt install {packages}) and start again.</source>
        <translation>没有安装以下文字的字体：{scripts}。这些字符会显示为空框。请安装字体（Debian 和 Ubuntu：apt install {packages}），然后重新启动。</translation>
    </message>
    <message>
        <source>Something unexpected happened. The details help to report it.</source>
        <translation>发生了意外错误。报告问题时请附上详情。</translation>
    </message>
    <message>
        <source>The preferences were damaged and are set aside as {file}.</source>
        <translation>首选项已损坏，已另存为 {file}。</translation>
    </message>
    <message>
        <source>The window has its default layout: the stored one was damaged, or the last start ended while it was being restored. The preferences of then are kept as {file}.</source>
        <translation>窗口用的是默认布局：保存的布局已损坏，或者上次启动在恢复布局时中断了。当时的首选项保留为 {file}。</translation>
    </message>
</context>
<context>
    <name>RestartFoot</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Apply and keep learning</source>
        <translation>应用并接着训练</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>应用并重新开始</translation>
    </message>
    <message>
        <source>Cannot be used as typed: {names}.</source>
        <translation>这些值无法使用：{names}。</translation>
    </message>
    <message>
        <source>Changes the model: {names}.</source>
        <translation>将改变模型：{names}。</translation>
    </message>
    <message>
        <source>Go back to the settings of the model in training</source>
        <translation>回到当前训练模型的设置</translation>
    </message>
    <message>
        <source>Go on with these settings; what fits of the model stays</source>
        <translation>用这些设置继续；模型中能沿用的部分保留</translation>
    </message>
    <message>
        <source>Make a new model with these settings and train it</source>
        <translation>用这些设置建立新模型并训练</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
</context>
<context>
    <name>ResultsDialog</name>
    <message>
        <source>A point is a trial, a ring one that was ended early or broke down. The best is filled in another colour. Click one to choose it; the arrow keys go on from there.</source>
        <translation>一个点是一次试验，空心圈是提前结束或出错的。最好的一次用另一种颜色填充。点击即可选中，再用方向键移动。</translation>
    </message>
    <message>
        <source>Held-out perplexity by setting</source>
        <translation>各项设置与留出部分的困惑度</translation>
    </message>
    <message>
        <source>Known from {count} complete trials on; these are {so_far}.</source>
        <translation>完成 {count} 次试验后才能得知，现在有 {so_far} 次。</translation>
    </message>
    <message>
        <source>Perplexity by setting</source>
        <translation>各项设置与困惑度</translation>
    </message>
    <message>
        <source>Put the settings of this trial into the experiment</source>
        <translation>把这次试验的设置填入实验</translation>
    </message>
    <message>
        <source>Results of the search</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>The share of each setting in being among the best quarter of {count} complete trials ({method}).</source>
        <translation>在 {count} 次完成的试验中，各项设置对进入最好的四分之一所占的份额（{method}）。</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>What mattered</source>
        <translation>哪些设置重要</translation>
    </message>
</context>
<context>
    <name>RhymeReader</name>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Rhymes are those of lines that end in a Chinese character.</source>
        <translation>只看以汉字结尾的行是否押韵。</translation>
    </message>
    <message>
        <source>end of line {line}: -{final} ({name})</source>
        <translation>第 {line} 行末：-{final}（{name} 辙）</translation>
    </message>
    <message>
        <source>end of line {line}: -{final} ({name}), as in line {other}</source>
        <translation>第 {line} 行末：-{final}（{name} 辙），与第 {other} 行押韵</translation>
    </message>
    <message>
        <source>{count} of {lines} lines rhyme</source>
        <translation>{lines} 行中有 {count} 行押韵</translation>
    </message>
    <message>
        <source>{said}: {groups} · {ways}</source>
        <translation>{said}：{groups} · {ways}</translation>
    </message>
</context>
<context>
    <name>RunBar</name>
    <message>
        <source>Back to the window</source>
        <translation>回到窗口</translation>
    </message>
    <message>
        <source>Back to the window (Esc)</source>
        <translation>回到窗口 (Esc)</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Loading engine…</source>
        <translation>正在加载引擎…</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Perplexity and epoch</source>
        <translation>困惑度和迭代周期</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Settings that belong together. They fill the form.</source>
        <translation>一组配套的设置，选后填入左侧各项。</translation>
    </message>
    <message>
        <source>The device that computes.</source>
        <translation>用来计算的设备。</translation>
    </message>
    <message>
        <source>epoch {i}/{n}</source>
        <translation>迭代周期 {i}/{n}</translation>
    </message>
    <message>
        <source>perplexity {value}</source>
        <translation>困惑度 {value}</translation>
    </message>
</context>
<context>
    <name>RunResuming</name>
    <message>
        <source>The model of {name} is not kept, so it cannot go on. Its settings can be used for a new run, from the menu of the table.</source>
        <translation>{name} 的模型没有保留，无法继续。可以在表格的右键菜单中取用它的设置，开始新的运行。</translation>
    </message>
    <message>
        <source>{context} cannot be used here, so {name} goes on on {other}.</source>
        <translation>这里无法使用 {context}，{name} 改用 {other} 继续。</translation>
    </message>
    <message>
        <source>{name} was trained on {text}, which is not there any more or has changed. Open that text as it was, and continue then.</source>
        <translation>{name} 是在 {text} 上训练的，这份文本已不在或已改动。请先打开原来的文本，再继续。</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>Another file took the place of the table of runs while that was in use. The runs under way are written there from now on.</source>
        <translation>运行记录的文件在使用中被另一个文件替换了。正在进行的运行从现在起写入新文件。</translation>
    </message>
    <message>
        <source>Another program has locked the table of runs. Close it there; until then what is to be written waits, and it is tried again every few seconds.</source>
        <translation>另一个程序锁住了运行记录。请在那边关闭它；要写入的内容会先等着，每隔几秒再试一次。</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最低</translation>
    </message>
    <message>
        <source>Best on the part held out: perplexity {value}</source>
        <translation>留出部分上的最低困惑度：{value}</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Different</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Epoch {x}: {change}</source>
        <translation>迭代周期 {x}：{change}</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>周期</translation>
    </message>
    <message>
        <source>Held out</source>
        <translation>留出部分</translation>
    </message>
    <message>
        <source>Its model is not kept, so it cannot go on.</source>
        <translation>模型没有保留，无法继续。</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Of training</source>
        <translation>训练用时</translation>
    </message>
    <message>
        <source>Pinned: stays on top, and its model is kept</source>
        <translation>固定：排在最前，并保留模型</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Run {number}</source>
        <translation>运行 {number}</translation>
    </message>
    <message>
        <source>Runs cannot be kept on this computer ({reason}). The table forgets them when the window closes.</source>
        <translation>这台电脑上无法保存运行记录（{reason}）。关闭窗口后，表中的记录就没有了。</translation>
    </message>
    <message>
        <source>Shown in the plot (space)</source>
        <translation>显示在图中（空格键）</translation>
    </message>
    <message>
        <source>Something could not be done with the table of runs ({reason}). Everything else goes on; if it comes again, please report it.</source>
        <translation>对运行记录的一项操作没有成功（{reason}）。其余一切照常；如果再次出现，请报告给我们。</translation>
    </message>
    <message>
        <source>The disk is full, so the table of runs could not be written. Make room; it is tried again every few seconds.</source>
        <translation>磁盘已满，运行记录无法写入。请腾出空间；每隔几秒会再试一次。</translation>
    </message>
    <message>
        <source>The folder of models, {folder}, was deleted. It is made anew for the runs under way; the models of earlier runs are gone.</source>
        <translation>存放模型的文件夹 {folder} 被删除了。已为正在进行的运行重新建立；先前运行的模型已经没有了。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly after epoch {epoch}. {name} can go on exactly there.</source>
        <translation>上次使用在第 {epoch} 个迭代周期之后意外结束。{name} 可以从那里原样继续。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly in epoch {epoch}. {name} can go on exactly there.</source>
        <translation>上次使用在第 {epoch} 个迭代周期中意外结束。{name} 可以从那里原样继续。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly, when all {epoch} epochs of {name} were done. Nothing is lost.</source>
        <translation>上次使用意外结束，当时 {name} 的 {epoch} 个迭代周期已全部完成，没有丢失任何内容。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly. The curve and the settings of {name} are in the table, but its model cannot be read ({reason}).</source>
        <translation>上次使用意外结束。{name} 的曲线和设置都在运行记录里，但它的模型无法读取（{reason}）。</translation>
    </message>
    <message>
        <source>The lowest perplexity of an epoch</source>
        <translation>各迭代周期中最低的困惑度</translation>
    </message>
    <message>
        <source>The lowest perplexity on the part of the text held out</source>
        <translation>留出部分文本上的最低困惑度</translation>
    </message>
    <message>
        <source>The perplexity of the last epoch</source>
        <translation>最近一个迭代周期的困惑度</translation>
    </message>
    <message>
        <source>The run under way cannot be put on record ({reason}). Training goes on; it is tried again every half minute.</source>
        <translation>无法保存正在进行的运行（{reason}）。训练照常继续，每半分钟会再试一次。</translation>
    </message>
    <message>
        <source>The table of runs can be read but not written. Make its disk and its folder writable; it is tried again every few seconds.</source>
        <translation>运行记录只能读取，不能写入。请让所在的磁盘和文件夹可以写入；每隔几秒会再试一次。</translation>
    </message>
    <message>
        <source>The table of runs could not be written ({reason}). Check the disk; it is tried again every few seconds.</source>
        <translation>运行记录无法写入（{reason}）。请检查磁盘；每隔几秒会再试一次。</translation>
    </message>
    <message>
        <source>The table of runs was damaged and is set aside as {file}. A new one begins.</source>
        <translation>运行记录已损坏，另存为 {file}，并重新开始记录。</translation>
    </message>
    <message>
        <source>The table of runs was deleted or moved while it was in use. It is written anew where it was; the models of earlier runs may be gone.</source>
        <translation>运行记录在使用中被删除或移走了，现已在原处重新写入；先前运行的模型可能已经没有了。</translation>
    </message>
    <message>
        <source>The table of runs was made by a newer version of the playground. It stays as it is; the runs of this session are not kept.</source>
        <translation>运行记录是由更新版本的程序写的，现原样保留；这次的运行不会存下来。</translation>
    </message>
    <message>
        <source>The table of runs was missing or empty, so a new one begins. Models of runs ({count}) are still in {folder}, from where each can be opened.</source>
        <translation>运行记录不见了或者是空的，因此重新开始记录。{folder} 中还有 {count} 个运行的模型，可以从那里逐个打开。</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>What is set differently than in the run before it</source>
        <translation>与前一次运行相比，哪些设置不同</translation>
    </message>
    <message>
        <source>branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>branch of {name}</source>
        <translation>{name} 的分支</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>意外中断</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>已固定</translation>
    </message>
    <message>
        <source>same settings</source>
        <translation>设置相同</translation>
    </message>
    <message>
        <source>search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>shown</source>
        <translation>已显示</translation>
    </message>
    <message>
        <source>twin</source>
        <translation>孪生</translation>
    </message>
    <message>
        <source>{file} in the folder of runs belongs to another program. It stays as it is; the runs are kept in {other} beside it.</source>
        <translation>运行记录文件夹中的 {file} 属于另一个程序，会保持原样；运行记录改存在旁边的 {other} 里。</translation>
    </message>
    <message>
        <source>{name}, with its twin {twin},</source>
        <translation>{name} 和它的孪生 {twin}</translation>
    </message>
    <message>
        <source>{said} Other sessions ended so too ({others}); the table of runs marks theirs.</source>
        <translation>{said}（另有 {others} 次使用也这样结束。）它们的运行已在运行记录里标出。</translation>
    </message>
    <message>
        <source>{when} · {text}</source>
        <translation>{when} · {text}</translation>
    </message>
</context>
<context>
    <name>RunsController</name>
    <message>
        <source>The model of this run could not be kept: {reason}</source>
        <translation>无法保留这次运行的模型：{reason}</translation>
    </message>
    <message>
        <source>The model of this run could not be kept: {reason}.</source>
        <translation>无法保留这次运行的模型：{reason}。</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message numerus="yes">
        <source>{count} runs are deleted.</source>
        <translation>
            <numerusform>已删除 {count} 条运行记录。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} runs in the table cannot be read and are left as they are.</source>
        <translation>
            <numerusform>有 {count} 条运行记录无法读取，原样保留。</numerusform>
        </translation>
    </message>
    <message>
        <source>{name} is deleted.</source>
        <translation>已删除 {name}。</translation>
    </message>
    <message>
        <source>{name} stays in the table as it was. From here on this is a new run.</source>
        <translation>{name} 原样留在表中。从这里起是一次新的运行。</translation>
    </message>
</context>
<context>
    <name>RunsPanel</name>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected runs (Del)</source>
        <translation>删除选中的运行记录（Del）</translation>
    </message>
    <message>
        <source>Every run is listed here from its first batch on, with its settings, its curve and its model. Tick runs to compare them in the plot.</source>
        <translation>每次运行从第一批起都记在这里，连同设置、曲线和模型。勾选后可在图中比较。</translation>
    </message>
    <message>
        <source>Go on from here as a new run; the run as it was stays in the table</source>
        <translation>从这里起另作一次新的运行；原来的留在表中</translation>
    </message>
    <message>
        <source>Hide in the plot</source>
        <translation>不在图中显示</translation>
    </message>
    <message>
        <source>Open the model of this run and go on</source>
        <translation>打开这次运行的模型，继续训练</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Runs: {count}</source>
        <translation>运行数：{count}</translation>
    </message>
    <message>
        <source>Show in the plot</source>
        <translation>在图中显示</translation>
    </message>
    <message>
        <source>Undo delete</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Use its settings</source>
        <translation>取用它的设置</translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>lowest perplexity {value}, of run {run}</source>
        <translation>最低困惑度 {value}，运行 {run}</translation>
    </message>
</context>
<context>
    <name>SampleDelegate</name>
    <message numerus="yes">
        <source>The longest copy has {count} characters: {text}, as in {place}.</source>
        <translation>
            <numerusform>最长的照抄有 {count} 个字：{text}，出自 {place}。</numerusform>
        </translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {perplexity}</source>
        <translation>迭代周期 {epoch} · 困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {perplexity} · {time}</source>
        <translation>迭代周期 {epoch} · 困惑度 {perplexity} · {time}</translation>
    </message>
    <message>
        <source>{share} new</source>
        <translation>{share} 是新的</translation>
    </message>
    <message>
        <source>{share} of it lies in no copy of at least {count} characters.</source>
        <translation>其中 {share} 不属于连续 {count} 个字及以上的照抄。</translation>
    </message>
</context>
<context>
    <name>SamplesList</name>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy samples</source>
        <translation>复制样例</translation>
    </message>
    <message>
        <source>Copy the selected samples, or all</source>
        <translation>复制选中的样例；未选中则复制全部</translation>
    </message>
    <message>
        <source>Mute the beginning that is as in the sample before, after the same prefix. Written greedily, everything after the first change is another text.</source>
        <translation>淡化与同一前缀的上一个样例相同的开头。贪心写作时，第一处变化之后就是另一段文字了。</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样例</translation>
    </message>
    <message>
        <source>Samples by epoch</source>
        <translation>各迭代周期的样例</translation>
    </message>
    <message>
        <source>Samples: {count}</source>
        <translation>样例数：{count}</translation>
    </message>
    <message>
        <source>Save all samples as a text file</source>
        <translation>将所有样例存为文本文件</translation>
    </message>
    <message>
        <source>Save samples</source>
        <translation>保存样例</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>显示变化</translation>
    </message>
    <message>
        <source>While it trains, the model writes here.</source>
        <translation>训练时，模型会在这里创作。</translation>
    </message>
</context>
<context>
    <name>Scripts</name>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯文</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>孟加拉文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Cyrillic</source>
        <translation>西里尔文</translation>
    </message>
    <message>
        <source>Devanagari</source>
        <translation>天城文</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊文</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来文</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日文</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩文</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>蒙古文</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔文</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固文</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰文</translation>
    </message>
    <message>
        <source>Tibetan</source>
        <translation>藏文</translation>
    </message>
    <message>
        <source>symbols</source>
        <translation>符号</translation>
    </message>
</context>
<context>
    <name>Search</name>
    <message>
        <source>Trial {number}</source>
        <translation>第 {number} 次试验</translation>
    </message>
    <message>
        <source>best held-out perplexity {value}</source>
        <translation>留出部分最低困惑度 {value}</translation>
    </message>
    <message>
        <source>best perplexity {value}</source>
        <translation>最低困惑度 {value}</translation>
    </message>
    <message>
        <source>broke down</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>ended early, worse than the median</source>
        <translation>提前结束，差于中位数</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>held-out perplexity {value}</source>
        <translation>留出部分困惑度 {value}</translation>
    </message>
    <message>
        <source>lost, begun again</source>
        <translation>丢失，已重新开始</translation>
    </message>
    <message>
        <source>perplexity {value}</source>
        <translation>困惑度 {value}</translation>
    </message>
    <message>
        <source>stopped, begun again</source>
        <translation>已停止，将重新开始</translation>
    </message>
    <message>
        <source>{share} of the text is held out: trials are compared by the perplexity there. Each reads it after every epoch.</source>
        <translation>留出 {share} 的文本，各次试验按这部分上的困惑度比较，每个迭代周期之后读一遍。</translation>
    </message>
    <message>
        <source>{share} of the text is held out: trials are compared by the perplexity there. Each reads it after every {count} epochs and at its end.</source>
        <translation>留出 {share} 的文本，各次试验按这部分上的困惑度比较，每 {count} 个迭代周期之后以及结束时各读一遍。</translation>
    </message>
    <message>
        <source>{value} in training</source>
        <translation>训练文本 {value}</translation>
    </message>
    <message>
        <source>“{field}”</source>
        <translation>“{field}”</translation>
    </message>
</context>
<context>
    <name>SearchController</name>
    <message>
        <source>The search ended unexpectedly. Start goes on with it, and begins the trial that was under way again.</source>
        <translation>搜索意外结束。再次开始即可继续，中断的那次试验会重新进行。</translation>
    </message>
    <message>
        <source>What came of the trials cannot be read. They are kept in the study; Start reads them again.</source>
        <translation>无法读取各次试验的结果。结果仍保存在研究里；再次开始即可重新读取。</translation>
    </message>
</context>
<context>
    <name>SearchFoot</name>
    <message>
        <source>Loading the engine …</source>
        <translation>正在加载引擎……</translation>
    </message>
    <message>
        <source>Progress of the search</source>
        <translation>搜索进度</translation>
    </message>
    <message>
        <source>Put the settings of the best trial into the experiment</source>
        <translation>把最好的一次试验的设置填入实验</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Results …</source>
        <translation>结果…</translation>
    </message>
    <message>
        <source>See all trials, and which settings mattered</source>
        <translation>查看全部试验，以及哪些设置重要</translation>
    </message>
    <message>
        <source>Start the search</source>
        <translation>开始搜索</translation>
    </message>
    <message>
        <source>Stop the search</source>
        <translation>停止搜索</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>正在停止……</translation>
    </message>
    <message>
        <source>Trial {number} of {total}</source>
        <translation>第 {number} 次试验，共 {total} 次</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>使用这些设置</translation>
    </message>
    <message>
        <source>{number} of {total} trials</source>
        <translation>已完成 {number} 次试验，共 {total} 次</translation>
    </message>
</context>
<context>
    <name>SearchPanel</name>
    <message>
        <source>Add a setting to try first.</source>
        <translation>请先添加一项要尝试的设置。</translation>
    </message>
    <message>
        <source>Begin another study</source>
        <translation>开始新的研究</translation>
    </message>
    <message>
        <source>Models are trained with settings from these ranges, beside the window. Those with the lowest perplexity lead to the next.</source>
        <translation>在窗口之外，用这些范围内的设置训练模型；困惑度最低的设置会引导后面的尝试。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Settings to try</source>
        <translation>要尝试的设置</translation>
    </message>
    <message>
        <source>The search needs Optuna, which is installed with {command}.</source>
        <translation>搜索需要 Optuna，安装命令：{command}。</translation>
    </message>
    <message numerus="yes">
        <source>This study has all its {count} trials. Ask for more to go on with it.</source>
        <translation>
            <numerusform>这项研究的 {count} 次试验已全部完成。增加试验次数即可继续。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This study has {count} of {total} trials. Start goes on with it.</source>
        <translation>
            <numerusform>这项研究已完成 {count} 次试验，共 {total} 次，开始后将继续进行。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SequenceChooser</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>One of the sequences that the batch has side by side</source>
        <translation>批量中并排的序列之一</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>序列</translation>
    </message>
    <message>
        <source>The layer whose states and gradients are shown</source>
        <translation>显示哪一层的状态和梯度</translation>
    </message>
    <message>
        <source>layer {n}</source>
        <translation>第 {n} 层</translation>
    </message>
</context>
<context>
    <name>SettingsForm</name>
    <message>
        <source>A name has letters, digits, blanks, dots, - and _, at most 80.</source>
        <translation>名称只能由文字、数字、空格、点、- 和 _ 组成，最多 80 个字符。</translation>
    </message>
    <message>
        <source>An address looks like postgresql://me@server/studies.</source>
        <translation>地址的形式如 postgresql://me@server/studies。</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Epochs each</source>
        <translation>每次周期数</translation>
    </message>
    <message>
        <source>How many trials are trained at once. Each process takes memory.</source>
        <translation>同时训练几次试验。每个进程都要占用内存。</translation>
    </message>
    <message>
        <source>How many trials the study is to have.</source>
        <translation>这项研究一共要做多少次试验。</translation>
    </message>
    <message>
        <source>Keep the study in a database that machines share</source>
        <translation>把研究存放在多台机器共用的数据库中</translation>
    </message>
    <message>
        <source>Processes</source>
        <translation>进程数</translation>
    </message>
    <message>
        <source>Several machines</source>
        <translation>多台机器</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>研究</translation>
    </message>
    <message>
        <source>The name goes on with a study or begins one.</source>
        <translation>已有的名称会继续那项研究，新名称则开始一项研究。</translation>
    </message>
    <message>
        <source>Trials</source>
        <translation>试验次数</translation>
    </message>
    <message>
        <source>Trials are compared by their perplexity after so many epochs.</source>
        <translation>各次试验按训练这么多迭代周期后的困惑度比较。</translation>
    </message>
    <message>
        <source>Where the study is kept. Passwords are better in ~/.pgpass. On each machine: lstm-gui search --study NAME --storage ADDRESS</source>
        <translation>研究存放的地方。密码最好写在 ~/.pgpass 里。在每台机器上运行：lstm-gui search --study 名称 --storage 地址</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Memory: another cell</source>
        <translation>记忆：换一个细胞</translation>
    </message>
    <message>
        <source>Memory: another character</source>
        <translation>记忆：换一个字符</translation>
    </message>
    <message>
        <source>Perplexity: another epoch</source>
        <translation>困惑度：换一个迭代周期</translation>
    </message>
    <message>
        <source>Write after the prefix</source>
        <translation>接着前缀生成</translation>
    </message>
</context>
<context>
    <name>Songs</name>
    <message>
        <source>Characters</source>
        <translation>字符</translation>
    </message>
    <message>
        <source>Hold out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Song</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>SongsDialog</name>
    <message>
        <source>&amp;Edit text…</source>
        <translation>编辑文本(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Hold out</source>
        <translation>留出(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Leave out</source>
        <translation>不用(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Use these songs</source>
        <translation>使用这些歌(&amp;U)</translation>
    </message>
    <message>
        <source>Change the text, or paste another one</source>
        <translation>修改文本，或粘贴另一段</translation>
    </message>
    <message>
        <source>Do without the selected songs</source>
        <translation>不使用选中的歌</translation>
    </message>
    <message>
        <source>Keep the selected songs from training, and only measure on them</source>
        <translation>选中的歌不参与训练，只用来衡量模型</translation>
    </message>
    <message>
        <source>No text</source>
        <translation>没有文本</translation>
    </message>
    <message>
        <source>Search in titles and songs</source>
        <translation>在歌名和歌词中搜索</translation>
    </message>
    <message>
        <source>Songs</source>
        <translation>歌曲</translation>
    </message>
    <message>
        <source>They become a text of its own, the songs held out at its end</source>
        <translation>选中的歌组成一份新文本，留出的歌排在最后</translation>
    </message>
    <message>
        <source>This text marks no songs. A line that begins with # and a space is the title of one: write some with “Edit text…”.</source>
        <translation>这份文本没有标出歌曲。以 # 和空格开头的行是歌名：可以用“编辑文本…”加上。</translation>
    </message>
    <message>
        <source>Train on the selected songs</source>
        <translation>用选中的歌训练</translation>
    </message>
    <message>
        <source>{trained} trained on · {held} held out · {left} left out</source>
        <translation>训练 {trained} 首 · 留出 {held} 首 · 不用 {left} 首</translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message>
        <source>Click an underlined place to see where it stands in the text trained on.</source>
        <translation>点击有下划线之处，看它在训练文本中的出处。</translation>
    </message>
    <message>
        <source>The text it stands in</source>
        <translation>出处的原文</translation>
    </message>
    <message>
        <source>{place} · only in the part held out</source>
        <translation>{place} · 只在留出部分</translation>
    </message>
    <message numerus="yes">
        <source>{place} · {count} places</source>
        <translation>
            <numerusform>{place} · 共 {count} 处</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Last copy of the run</source>
        <translation>运行的最近备份</translation>
    </message>
    <message>
        <source>Loading engine…</source>
        <translation>正在加载引擎…</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>State of the run</source>
        <translation>训练状态</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>While it trains, the run is copied to {folder} every few seconds. After a crash it goes on from there.</source>
        <translation>训练时，运行每隔几秒备份到 {folder}。崩溃后可以从那里继续。</translation>
    </message>
    <message>
        <source>batch {i}/{n}</source>
        <translation>小批量 {i}/{n}</translation>
    </message>
    <message>
        <source>copied at {time}</source>
        <translation>{time} 已备份</translation>
    </message>
    <message>
        <source>epoch {i} of {n}</source>
        <translation>迭代周期 {i}/{n}</translation>
    </message>
    <message>
        <source>held-out perplexity {value}</source>
        <translation>留出部分困惑度 {value}</translation>
    </message>
    <message>
        <source>right {share}</source>
        <translation>正确率 {share}</translation>
    </message>
    <message>
        <source>training starts as soon as it can</source>
        <translation>就绪后立即开始训练</translation>
    </message>
    <message>
        <source>{rate} characters/s</source>
        <translation>{rate} 字符/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{time}/epoch</source>
        <translation>每周期 {time}</translation>
    </message>
</context>
<context>
    <name>Steering</name>
    <message>
        <source>A weight or gradient is no longer a number.</source>
        <translation>有权重或梯度不再是数。</translation>
    </message>
    <message>
        <source>Adam starts to gather its averages from zero.</source>
        <translation>Adam 从零开始累积它的移动平均。</translation>
    </message>
    <message>
        <source>Cells {first} to {last} of each layer are dropped, with all that they have learnt.</source>
        <translation>每层的细胞 {first} 到 {last} 将被舍弃，学到的内容也一并丢失。</translation>
    </message>
    <message>
        <source>Cells {first} to {last} of each layer start untrained; the others keep their weights.</source>
        <translation>每层的细胞 {first} 到 {last} 从未训练的状态开始；其余细胞保留权重。</translation>
    </message>
    <message>
        <source>Characters that the model has never seen start untrained: {count} ({characters}).</source>
        <translation>模型没见过的字符从未训练的状态开始：{count} 个（{characters}）。</translation>
    </message>
    <message>
        <source>Characters that the new text lacks are forgotten: {count} ({characters}).</source>
        <translation>新文本中没有的字符将被忘掉：{count} 个（{characters}）。</translation>
    </message>
    <message>
        <source>Clipping θ {old} → {new}</source>
        <translation>裁剪阈值 θ {old} → {new}</translation>
    </message>
    <message>
        <source>Clipping θ {old} → {new}, with steps as long</source>
        <translation>裁剪阈值 θ {old} → {new}，步长不变</translation>
    </message>
    <message>
        <source>Every batch is clipped: the gradient&apos;s norm is above θ.</source>
        <translation>每个小批量都被裁剪：梯度的范数大于 θ。</translation>
    </message>
    <message>
        <source>From {old} to {new}: all weights and the state carry over. Those of the peepholes start at zero, untrained.</source>
        <translation>从 {old} 换成 {new}：所有权重和状态都沿用。窥视孔的权重从零开始，未经训练。</translation>
    </message>
    <message>
        <source>From {old} to {new}: only the output layer carries over. All other weights and the state start anew.</source>
        <translation>从 {old} 换成 {new}：只有输出层沿用。其余权重和状态都重新开始。</translation>
    </message>
    <message>
        <source>From {old} to {new}: the gates no longer see the memory, and the weights of their peepholes are dropped. All others and the state carry over.</source>
        <translation>从 {old} 换成 {new}：门不再看到记忆细胞，窥视孔的权重被舍弃。其余权重和状态都沿用。</translation>
    </message>
    <message>
        <source>It knows the text by heart: nothing is left to learn.</source>
        <translation>它已经把文本背下来了，没有什么可学的了。</translation>
    </message>
    <message>
        <source>Learning rate {old} → {new}</source>
        <translation>学习率 {old} → {new}</translation>
    </message>
    <message>
        <source>On held-out text the perplexity has risen from {best} after epoch {epoch} to {now}, while on the training text it falls.</source>
        <translation>留出文本上的困惑度从第 {epoch} 个迭代周期后的 {best} 升到了 {now}，而训练文本上的困惑度仍在下降。</translation>
    </message>
    <message>
        <source>Pause and go back to epoch {epoch}</source>
        <translation>暂停并回到第 {epoch} 个迭代周期</translation>
    </message>
    <message>
        <source>Perplexity {perplexity} in epoch {epoch}: the goal was below {goal}.</source>
        <translation>第 {epoch} 个迭代周期的困惑度为 {perplexity}：目标是低于 {goal}。</translation>
    </message>
    <message>
        <source>SGD keeps no averages: those that Adam has gathered are dropped.</source>
        <translation>SGD 不保存移动平均：Adam 累积的将被舍弃。</translation>
    </message>
    <message>
        <source>Seed, initial weights and forget bias act on weights that are drawn from now on; those of the model stay as they are.</source>
        <translation>随机种子、初始权重和遗忘门偏差只作用于此后新抽取的权重；模型现有的权重不变。</translation>
    </message>
    <message>
        <source>Such gates pass on almost no gradient, so they can hardly learn.</source>
        <translation>这样的门几乎不传递梯度，因此很难再学习。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The layers above layer {kept} are dropped. The output layer reads layer {kept}, which it was not trained on.</source>
        <translation>第 {kept} 层以上的层将被舍弃。输出层改为读取第 {kept} 层，而它没有在这一层上训练过。</translation>
    </message>
    <message>
        <source>The layers above layer {kept} are untrained, and the output layer reads the topmost: the perplexity rises until they have learnt.</source>
        <translation>第 {kept} 层以上的层未经训练，而输出层读取最上面一层：在它们学会之前，困惑度会上升。</translation>
    </message>
    <message>
        <source>The model learns the training text by heart (overfitting), and that does not help with other text. More text, fewer hidden units or an earlier end help.</source>
        <translation>模型正在背诵训练文本（过拟合），这对其他文本没有帮助。更多文本、更少的隐藏单元或更早结束训练会有帮助。</translation>
    </message>
    <message>
        <source>The perplexity has hardly moved for {steps} batches, near {perplexity}.</source>
        <translation>困惑度已有 {steps} 个小批量几乎没有变化，停在 {perplexity} 附近。</translation>
    </message>
    <message>
        <source>The perplexity is flat: training was stopped.</source>
        <translation>困惑度不再变化：训练已停止。</translation>
    </message>
    <message>
        <source>The perplexity is {times} times what it was at best.</source>
        <translation>困惑度是最好时的 {times} 倍。</translation>
    </message>
    <message>
        <source>The rest of this epoch is drawn anew: parts of the text come twice in it, others not at all.</source>
        <translation>本迭代周期余下的部分重新抽取：文本有些部分会读到两次，有些则读不到。</translation>
    </message>
    <message>
        <source>The state carried from batch to batch starts at zero in the new text.</source>
        <translation>在小批量之间传递的状态在新文本中从零开始。</translation>
    </message>
    <message>
        <source>The steps are too large, and overshoot again and again.</source>
        <translation>步子太大，一再越过目标。</translation>
    </message>
    <message>
        <source>The steps may be too large; it may also recover.</source>
        <translation>步子可能太大；也可能会自行恢复。</translation>
    </message>
    <message>
        <source>The steps were so large that numbers overflowed.</source>
        <translation>步子太大，数值溢出了。</translation>
    </message>
    <message>
        <source>The text is cut into {new} tracks instead of {old}, so each goes on at another place. The state of the last {count} is dropped.</source>
        <translation>文本改切成 {new} 段，原来是 {old} 段，因此每段都从别的位置继续。最后 {count} 段的状态将被舍弃。</translation>
    </message>
    <message>
        <source>The text is cut into {new} tracks instead of {old}, so each goes on at another place. The state of the last {count} starts at zero.</source>
        <translation>文本改切成 {new} 段，原来是 {old} 段，因此每段都从别的位置继续。最后 {count} 段的状态从零开始。</translation>
    </message>
    <message>
        <source>There is no change to redo.</source>
        <translation>没有可以重做的更改。</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>没有可以撤销的更改。</translation>
    </message>
    <message>
        <source>There tanh passes on almost no gradient, so these cells can hardly learn.</source>
        <translation>那里 tanh 几乎不传递梯度，这些细胞很难再学习。</translation>
    </message>
    <message>
        <source>They cost time and remember nothing of the probe text.</source>
        <translation>它们耗费时间，却没有记住试读文本的任何内容。</translation>
    </message>
    <message>
        <source>This change is on record, but its snapshot was dropped to save memory, so there is no exact way back.</source>
        <translation>这次更改有记录，但为节省内存，它的快照已被舍弃，因此无法精确还原。</translation>
    </message>
    <message>
        <source>This text is long: the plot’s baselines are counted on the first {counted} characters at most, and tried on the first {read} held out at most.</source>
        <translation>文本较长：图中的基线至多在前 {counted} 个字符上统计，并至多在留出部分的前 {read} 个字符上检验。</translation>
    </message>
    <message>
        <source>Training has broken down: the loss is {loss} nats.</source>
        <translation>训练已发散：损失为 {loss} 奈特。</translation>
    </message>
    <message>
        <source>With Adam this changes little, because it scales each step by itself.</source>
        <translation>使用 Adam 时影响很小，因为它会自行缩放每一步。</translation>
    </message>
    <message>
        <source>With SGD every step has the same length, learning rate times θ: {length}. The book&apos;s recipe does this on purpose.</source>
        <translation>使用 SGD 时每一步的长度都相同，即学习率乘以 θ：{length}。书中的做法有意如此。</translation>
    </message>
    <message>
        <source>With random sampling each batch starts from a state of zeros: the state that was carried so far is dropped.</source>
        <translation>随机采样时，每个小批量都从零状态开始：此前传递的状态将被舍弃。</translation>
    </message>
    <message>
        <source>With these settings the model may not learn much more.</source>
        <translation>用这些设置，模型可能学不到更多了。</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>as unsure as choosing among {count} characters</source>
        <translation>相当于在 {count} 个字符中任选一个</translation>
    </message>
    <message>
        <source>back to epoch {epoch}, the best on held-out text</source>
        <translation>回到第 {epoch} 个迭代周期，即留出文本上最好的一次</translation>
    </message>
    <message>
        <source>no longer a number: training has broken down</source>
        <translation>不再是数：训练已发散</translation>
    </message>
    <message>
        <source>sure of every character</source>
        <translation>对每个字符都有把握</translation>
    </message>
    <message>
        <source>{count} of {cells} cells hardly ever change.</source>
        <translation>{cells} 个细胞中有 {count} 个几乎从不变化。</translation>
    </message>
    <message>
        <source>{percent} % of gate {gate} in layer {layer} is fully open or shut.</source>
        <translation>第 {layer} 层的门 {gate} 有 {percent}% 完全打开或关闭。</translation>
    </message>
    <message>
        <source>{percent} % of state h in layer {layer} is close to −1 or 1.</source>
        <translation>第 {layer} 层的隐藏状态 h 有 {percent}% 接近 −1 或 1。</translation>
    </message>
    <message>
        <source>{setting} {old} → {new}</source>
        <translation>{setting} {old} → {new}</translation>
    </message>
</context>
<context>
    <name>StepControls</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>On</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Speed: half, normal, double, fourfold</source>
        <translation>速度：半速、正常、两倍、四倍</translation>
    </message>
</context>
<context>
    <name>StepWaiting</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the slow step</source>
        <translation>取消慢动作</translation>
    </message>
    <message>
        <source>Computing the batch once more, with every number kept…</source>
        <translation>正在重算这个批量，并保留每个数字……</translation>
    </message>
    <message>
        <source>Given up; this batch was not trained on.</source>
        <translation>已取消，没有用这个批量训练。</translation>
    </message>
    <message>
        <source>One training step, slowly: forward, loss, backward, clip, update, with the numbers of each.</source>
        <translation>把一个训练步放慢来看：前向、损失、反向、裁剪、更新，每一步都有数字。</translation>
    </message>
    <message>
        <source>Progress of the slow step</source>
        <translation>慢动作的进度</translation>
    </message>
    <message>
        <source>Slow motion needs a model that can go on training.</source>
        <translation>慢动作需要一个还能继续训练的模型。</translation>
    </message>
    <message>
        <source>Take the next batch apart</source>
        <translation>拆开下一个批量</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>All weights together move by {number}.</source>
        <translation>所有权重合起来移动了 {number}。</translation>
    </message>
    <message>
        <source>All {texts} sequences at this time step: {mean}</source>
        <translation>本时间步全部 {texts} 个序列的平均：{mean}</translation>
    </message>
    <message>
        <source>Backward</source>
        <translation>反向</translation>
    </message>
    <message>
        <source>Bars: ‖Δw‖ / ‖w‖, from a millionth to 1, log scale.</source>
        <translation>条形：‖Δw‖ / ‖w‖，从百万分之一到 1，对数刻度。</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向</translation>
    </message>
    <message>
        <source>It reads {character} and expects {guesses}.</source>
        <translation>读入“{character}”，预测下一个是 {guesses}。</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Measured by its own size, {symbol} moves most: {percentage}.</source>
        <translation>相对自身大小，{symbol} 变化最大：{percentage}。</translation>
    </message>
    <message>
        <source>Of the gradient of the last loss, {percentage} arrives {steps} steps back.</source>
        <translation>最后一步损失的梯度，往回传 {steps} 步后还剩 {percentage}。</translation>
    </message>
    <message>
        <source>The engine itself computed {number}.</source>
        <translation>引擎自己算得 {number}。</translation>
    </message>
    <message>
        <source>The norm is above θ, so every gradient is multiplied by the same factor. The direction stays.</source>
        <translation>范数大于 θ，所有梯度都乘以同一个系数，方向不变。</translation>
    </message>
    <message>
        <source>The norm is not a number: training breaks down here.</source>
        <translation>范数不是一个数：训练在这里崩溃。</translation>
    </message>
    <message>
        <source>The norm is not above θ, so nothing is changed.</source>
        <translation>范数没有超过 θ，梯度不变。</translation>
    </message>
    <message>
        <source>The state begins at zero.</source>
        <translation>隐藏状态从零开始。</translation>
    </message>
    <message>
        <source>The state goes on from the last batch.</source>
        <translation>隐藏状态接着上一个批量。</translation>
    </message>
    <message>
        <source>The way back begins at the last loss.</source>
        <translation>反向传播从最后一步的损失开始。</translation>
    </message>
    <message>
        <source>The whole batch: L = {loss}, perplexity {perplexity}</source>
        <translation>整个批量：L = {loss}，困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>Time step {t} of {steps}</source>
        <translation>时间步 {t} / {steps}</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>What comes is {character}: {percentage}, guess {rank}.</source>
        <translation>实际是“{character}”：概率 {percentage}，排第 {rank} 位。</translation>
    </message>
    <message>
        <source>after</source>
        <translation>裁剪后</translation>
    </message>
    <message>
        <source>before</source>
        <translation>裁剪前</translation>
    </message>
    <message>
        <source>epoch {epoch}, batch {batch} of {batches}</source>
        <translation>迭代周期 {epoch}，批量 {batch} / {batches}</translation>
    </message>
    <message>
        <source>mean of the batch</source>
        <translation>批量平均</translation>
    </message>
    <message>
        <source>of the last loss alone</source>
        <translation>仅最后一步的损失</translation>
    </message>
</context>
<context>
    <name>StepsPanel</name>
    <message>
        <source>Gradient clipping</source>
        <translation>梯度裁剪</translation>
    </message>
    <message>
        <source>Slow motion</source>
        <translation>慢动作</translation>
    </message>
    <message>
        <source>The sequence, time step by time step</source>
        <translation>逐时间步的序列</translation>
    </message>
    <message>
        <source>Updates of the parameters</source>
        <translation>参数的更新</translation>
    </message>
</context>
<context>
    <name>StudioController</name>
    <message numerus="yes">
        <source>Stopped after {count} characters · {time} · seed {seed}</source>
        <translation>
            <numerusform>写了 {count} 个字符后停下 · {time} · 种子 {seed}</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>正在写</translation>
    </message>
    <message>
        <source>greedy</source>
        <translation>贪心</translation>
    </message>
    <message>
        <source>seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>typed</source>
        <translation>手写</translation>
    </message>
    <message numerus="yes">
        <source>{count} characters · {time} · seed {seed}</source>
        <translation>
            <numerusform>{count} 个字符 · {time} · 种子 {seed}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StudioPanel</name>
    <message>
        <source>Beside the page</source>
        <translation>页面旁</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Colour each character by what the model makes of it: also beside an earlier moment; the cell is the map&apos;s</source>
        <translation>按模型对每个字符的看法着色，也可与先前的时刻并排；细胞是热图中选定的那个</translation>
    </message>
    <message>
        <source>Colour of the page</source>
        <translation>页面着色</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>留存</translation>
    </message>
    <message>
        <source>Keep this text</source>
        <translation>留存这段文字</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>留存</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>分行</translation>
    </message>
    <message>
        <source>No colours</source>
        <translation>不着色</translation>
    </message>
    <message>
        <source>No copy at the cursor</source>
        <translation>光标处没有照抄</translation>
    </message>
    <message>
        <source>One cell</source>
        <translation>单个细胞</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Pieces kept: {count}</source>
        <translation>留存的片段：{count}</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Put this text among those that are kept</source>
        <translation>把这段文字放进留存列表</translation>
    </message>
    <message>
        <source>Rhymes</source>
        <translation>押韵</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show a space as the end of a line</source>
        <translation>把空格显示为换行</translation>
    </message>
    <message>
        <source>Show where the text at the cursor stands (F4)</source>
        <translation>显示光标处文字的出处（F4）</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Surprise</source>
        <translation>意外程度</translation>
    </message>
    <message>
        <source>Then and now</source>
        <translation>先前与现在</translation>
    </message>
    <message>
        <source>Who mattered</source>
        <translation>谁起了作用</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写</translation>
    </message>
    <message>
        <source>Write after a prefix, or type here and go on.</source>
        <translation>从前缀写起，或在这里输入再接着写。</translation>
    </message>
</context>
<context>
    <name>TaskForm</name>
    <message>
        <source>All is right up to {size}.</source>
        <translation>到 {size} 为止全部正确。</translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation>取值范围：{low} 到 {high}。</translation>
    </message>
    <message>
        <source>In longer ones, up to {longest}: {share}.</source>
        <translation>更长的行（最大 {longest}）：{share}。</translation>
    </message>
    <message>
        <source>Right: {share} of what can be known in unseen lines, up to size {size}.</source>
        <translation>正确率：在未见过的行中（最大 {size}），可以推知的字符有 {share} 正确。</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>A refrain that returns</source>
        <translation>反复出现的副歌</translation>
    </message>
    <message>
        <source>A symbol is shown after a mark, fillers follow, and it is asked for. The memory has to carry it unchanged through all that does not matter.</source>
        <translation>记号之后出现一个符号，接着是一串填充符，最后要求说出那个符号。记忆必须带着它原封不动地穿过所有无关的内容。</translation>
    </message>
    <message>
        <source>A word backwards</source>
        <translation>倒写单词</translation>
    </message>
    <message>
        <source>A word is copied backwards, its last letter first. The memory has to keep every letter in its place, the first one longest.</source>
        <translation>把一个单词倒着抄写，最后一个字母最先写。记忆必须按位置保存每个字母，第一个字母保存得最久。</translation>
    </message>
    <message>
        <source>Brackets of several kinds are opened and closed in the right order. The memory has to keep what is open, and how deep: a stack.</source>
        <translation>几种括号按正确的次序打开和闭合。记忆必须记住哪些还没有闭合、嵌套有多深：一个栈。</translation>
    </message>
    <message>
        <source>Brackets within brackets</source>
        <translation>嵌套括号</translation>
    </message>
    <message>
        <source>Counting: aⁿbⁿ</source>
        <translation>计数：aⁿbⁿ</translation>
    </message>
    <message>
        <source>Counting: aⁿbⁿcⁿ</source>
        <translation>计数：aⁿbⁿcⁿ</translation>
    </message>
    <message>
        <source>Recall after a delay</source>
        <translation>延迟后回忆</translation>
    </message>
    <message>
        <source>So many a, as many b, as many c. One counter is not enough: while one goes down with the b, another has to keep the number for the c.</source>
        <translation>若干个 a，同样多个 b，再同样多个 c。一个计数器不够：一个随着 b 往下数时，另一个必须为 c 保留这个数。</translation>
    </message>
    <message>
        <source>So many a, then as many b. The memory has to count up and down again: one cell that adds 1 for an a and takes 1 for a b is enough.</source>
        <translation>若干个 a，然后是同样多个 b。记忆必须先往上数再往下数：只要有一个细胞遇 a 加 1、遇 b 减 1 就够了。</translation>
    </message>
    <message>
        <source>The first verse of each line comes again every few verses, among others. The memory has to keep it, and to count the verses until it is due.</source>
        <translation>每行的第一段每隔几段就会重复出现，中间夹着别的段。记忆必须记住它，并数着段数，直到它该出现。</translation>
    </message>
    <message>
        <source>Two symbols stand far apart among fillers, and are asked for in their order. The memory has to keep which came first, and the second one must not disturb it.</source>
        <translation>两个符号相隔很远，夹在填充符之间，最后要求按先后次序说出。记忆必须记住哪个在先，而且不能被第二个打乱。</translation>
    </message>
    <message>
        <source>Which came first</source>
        <translation>谁先出现</translation>
    </message>
</context>
<context>
    <name>TextBar</name>
    <message>
        <source>The memory of a text that you choose, or of the text trained on, where a batch ends and the next begins</source>
        <translation>看所选文本的记忆，或者看训练文本中一个小批量结束、下一个开始处的记忆</translation>
    </message>
    <message>
        <source>What the memory is of</source>
        <translation>看什么文本的记忆</translation>
    </message>
    <message>
        <source>joint of batches</source>
        <translation>小批量的接缝</translation>
    </message>
    <message>
        <source>probe text</source>
        <translation>试读文本</translation>
    </message>
</context>
<context>
    <name>TextColumns</name>
    <message>
        <source>Choose {text}</source>
        <translation>选用：{text}</translation>
    </message>
    <message>
        <source>Go on with this one on the page</source>
        <translation>在页面上继续这一篇</translation>
    </message>
    <message>
        <source>Texts side by side</source>
        <translation>并排的文字</translation>
    </message>
</context>
<context>
    <name>TextEditor</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Edit text</source>
        <translation>编辑文本</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Show the text in use, and give up what is written here</source>
        <translation>显示正在使用的文本，放弃这里写的内容</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Text in use</source>
        <translation>正在使用的文本</translation>
    </message>
    <message>
        <source>The text in use is longer than {most} characters: change it in a program for long texts. Another one can be written or pasted here.</source>
        <translation>当前文本超过 {most} 个字符，请用能编辑长文本的程序修改。这里可以另写或粘贴一段。</translation>
    </message>
    <message>
        <source>Use this text</source>
        <translation>使用这份文本</translation>
    </message>
    <message>
        <source>Write or paste a text. A line that begins with # and a space is a title.</source>
        <translation>写一段或粘贴一段文本。以 # 和空格开头的行是歌名。</translation>
    </message>
    <message numerus="yes">
        <source>{characters} characters in {lines} lines</source>
        <translation>
            <numerusform>{characters} 个字符，{lines} 行</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TextOffer</name>
    <message>
        <source>Begin anew on it</source>
        <translation>用新文本重新开始</translation>
    </message>
    <message>
        <source>Keep learning on it</source>
        <translation>接着学新文本</translation>
    </message>
    <message>
        <source>{name} is loaded. What the model has learnt can go on.</source>
        <translation>{name} 已载入。模型可以带着已学到的内容接着学。</translation>
    </message>
</context>
<context>
    <name>TextRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>It has been fetched.</source>
        <translation>已下载。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Progress of {title}</source>
        <translation>{title} 的下载进度</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{received} of {size} bytes</source>
        <translation>{received} / {size} 字节</translation>
    </message>
    <message>
        <source>{size} bytes · {licence} · SHA-256 {digest}…</source>
        <translation>{size} 字节 · {licence} · SHA-256 {digest}…</translation>
    </message>
</context>
<context>
    <name>TextsController</name>
    <message>
        <source>The text could not be saved in {folder} ({reason}). Check the folder and try again.</source>
        <translation>文本无法保存到 {folder}（{reason}）。请检查该文件夹后再试。</translation>
    </message>
</context>
<context>
    <name>Threshold</name>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Value of the threshold</source>
        <translation>阈值的值</translation>
    </message>
</context>
<context>
    <name>TimeMachineBar</name>
    <message>
        <source>Back to now</source>
        <translation>回到当前</translation>
    </message>
    <message>
        <source>Follow the training again</source>
        <translation>重新跟随训练</translation>
    </message>
    <message>
        <source>Go back to what the memory was. ← and → step, Home is the first moment.</source>
        <translation>回看记忆过去的样子。← 和 → 逐步移动，Home 回到最初时刻。</translation>
    </message>
    <message>
        <source>Moment shown</source>
        <translation>显示的时刻</translation>
    </message>
    <message>
        <source>Moments of the training</source>
        <translation>训练的各个时刻</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>One moment</source>
        <translation>一个时刻</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play the training</source>
        <translation>播放训练过程</translation>
    </message>
    <message>
        <source>Time machine</source>
        <translation>时光机</translation>
    </message>
    <message>
        <source>Two moments beside each other</source>
        <translation>两个时刻并排显示</translation>
    </message>
    <message>
        <source>What changed from A to B</source>
        <translation>从 A 到 B 的变化</translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {perplexity}</source>
        <translation>迭代周期 {epoch} · 困惑度 {perplexity}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>untrained</source>
        <translation>未训练</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Clipped batches, %</source>
        <translation>被裁剪的小批量（%）</translation>
    </message>
    <message>
        <source>Gradient norm</source>
        <translation>梯度范数</translation>
    </message>
    <message>
        <source>Of all gradients together, before clipping. The dashed line is θ.</source>
        <translation>所有梯度合在一起、裁剪之前的范数。虚线为 θ。</translation>
    </message>
    <message numerus="yes">
        <source>Of the last {count} batches, how many had a norm above θ.</source>
        <translation>
            <numerusform>最近 {count} 个小批量中，范数大于 θ 的有多少。</numerusform>
        </translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>迭代周期</translation>
    </message>
</context>
<context>
    <name>TwinBar</name>
    <message>
        <source>End twin</source>
        <translation>结束孪生</translation>
    </message>
    <message>
        <source>Go on with A alone; B stays in the table of runs</source>
        <translation>只让 A 继续；B 留在运行记录中</translation>
    </message>
    <message>
        <source>Twin run</source>
        <translation>孪生运行</translation>
    </message>
    <message>
        <source>Twin: {setting}</source>
        <translation>孪生：{setting}</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {value}</source>
        <translation>迭代周期 {epoch} · 困惑度 {value}</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>出错</translation>
    </message>
    <message>
        <source>held out {value}</source>
        <translation>留出部分 {value}</translation>
    </message>
    <message>
        <source>right {share}</source>
        <translation>正确率 {share}</translation>
    </message>
</context>
<context>
    <name>TwinController</name>
    <message>
        <source>The twin ({name}) diverged after epoch {epoch} and is back at its last good weights; the run beside it goes on.</source>
        <translation>孪生（{name}）在第 {epoch} 个迭代周期之后发散，已退回最近一次正常的权重；旁边的运行继续。</translation>
    </message>
    <message>
        <source>The twin has failed, and the run beside it goes on.</source>
        <translation>孪生出错了，旁边的运行继续。</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>迭代周期 {epoch}</translation>
    </message>
    <message>
        <source>epoch {epoch} · perplexity {value}</source>
        <translation>迭代周期 {epoch} · 困惑度 {value}</translation>
    </message>
    <message>
        <source>untrained</source>
        <translation>未训练</translation>
    </message>
</context>
<context>
    <name>TwinForm</name>
    <message>
        <source>Begin twin run</source>
        <translation>开始孪生运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Differs in</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>没有不同</translation>
    </message>
    <message>
        <source>Ready to start, in one click</source>
        <translation>现成的组合，一次点击即可开始</translation>
    </message>
    <message>
        <source>Twin run</source>
        <translation>孪生运行</translation>
    </message>
    <message>
        <source>Twin&apos;s value</source>
        <translation>孪生的取值</translation>
    </message>
    <message>
        <source>Two new models go through the text in turns. {setting} is {a} in one and {b} in its twin: how much is luck?</source>
        <translation>两个新模型轮流读这段文本。{setting}：一个是 {a}，孪生是 {b}。运气占多少？</translation>
    </message>
    <message>
        <source>Two new models with the same seed go through the text in step. {setting} is {a} in one and {b} in its twin.</source>
        <translation>两个随机种子相同的新模型同步读这段文本。{setting}：一个是 {a}，孪生是 {b}。</translation>
    </message>
    <message>
        <source>Two new models with the same seed read the same batches in turns. Nothing differs, so their curves are the same.</source>
        <translation>两个随机种子相同的新模型轮流读同样的小批量。没有任何不同，所以两条曲线完全一样。</translation>
    </message>
    <message>
        <source>Two new models with the same seed read the same batches in turns. {setting} is {a} in one and {b} in its twin.</source>
        <translation>两个随机种子相同的新模型轮流读同样的小批量。{setting}：一个是 {a}，孪生是 {b}。</translation>
    </message>
    <message>
        <source>What the present model has learned is given up.</source>
        <translation>现在这个模型学到的内容将被放弃。</translation>
    </message>
</context>
<context>
    <name>TwinLyrics</name>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Lyrics of the twin</source>
        <translation>孪生写的歌词</translation>
    </message>
    <message>
        <source>What the twin writes after the prefix.</source>
        <translation>孪生在前缀之后写的内容。</translation>
    </message>
    <message>
        <source>Writes</source>
        <translation>由谁写</translation>
    </message>
</context>
<context>
    <name>TwinOpening</name>
    <message>
        <source>Open and end the twin</source>
        <translation>打开并结束孪生</translation>
    </message>
    <message>
        <source>Opening the model ends the twin run: the window goes on with that model alone. A and B stay in the table of runs, and each can go on from there.</source>
        <translation>打开这个模型会结束孪生运行，窗口将只用该模型继续。A 和 B 都留在运行记录中，可以从那里分别继续。</translation>
    </message>
</context>
<context>
    <name>Twins</name>
    <message>
        <source>Consecutive beside random sampling</source>
        <translation>相邻采样与随机采样并排</translation>
    </message>
    <message>
        <source>Forget bias 0 beside 1</source>
        <translation>遗忘门偏置 0 与 1 并排</translation>
    </message>
    <message>
        <source>LSTM beside GRU</source>
        <translation>LSTM 与 GRU 并排</translation>
    </message>
    <message>
        <source>LSTM beside RNN</source>
        <translation>LSTM 与 RNN 并排</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>没有不同</translation>
    </message>
    <message>
        <source>{run} has no layer {layer}</source>
        <translation>{run} 没有第 {layer} 层</translation>
    </message>
    <message>
        <source>{run} has no {quantity}</source>
        <translation>{run} 没有 {quantity}</translation>
    </message>
    <message>
        <source>{run} has not read this text yet</source>
        <translation>{run} 还没有读这段文本</translation>
    </message>
</context>
<context>
    <name>TwoMoments</name>
    <message>
        <source>Keep the model as it is now, and read the page with it from now on, too</source>
        <translation>记下此刻的模型，今后也用它读这一页</translation>
    </message>
    <message>
        <source>Remember now</source>
        <translation>记住此刻</translation>
    </message>
    <message>
        <source>The page as it was read then</source>
        <translation>先前所读的这一页</translation>
    </message>
</context>
<context>
    <name>UnknownCharacters</name>
    <message>
        <source>Leave them out</source>
        <translation>去掉这些字符</translation>
    </message>
    <message>
        <source>Not in this text: {characters}.</source>
        <translation>文本中没有：{characters}。</translation>
    </message>
    <message>
        <source>Take the nearest form that the model knows</source>
        <translation>换成模型认识的相近字形</translation>
    </message>
</context>
<context>
    <name>UpdateTable</name>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>{symbol}, layer {layer}</source>
        <translation>{symbol}，第 {layer} 层</translation>
    </message>
</context>
<context>
    <name>ViewGroups</name>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Read memory</source>
        <translation>读记忆</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
</context>
<context>
    <name>WatchNotices</name>
    <message>
        <source>The model is back at its first weights.</source>
        <translation>模型已退回初始权重。</translation>
    </message>
    <message>
        <source>The model is back at the end of epoch {epoch}.</source>
        <translation>模型已退回迭代周期 {epoch} 结束时的状态。</translation>
    </message>
    <message>
        <source>{remedy} and resume</source>
        <translation>{remedy}，并继续</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>A GRU</source>
        <translation>训练好的 GRU</translation>
    </message>
    <message>
        <source>A counting task</source>
        <translation>计数任务</translation>
    </message>
    <message>
        <source>A diverged run</source>
        <translation>发散的训练</translation>
    </message>
    <message>
        <source>A small LSTM learns the lyrics that come with the program, one character after another. Perplexity falls: the number of characters that it wavers between.</source>
        <translation>一个小型 LSTM 逐字学习程序自带的歌词。困惑度随之下降：它表示模型在多少个字之间犹豫。</translation>
    </message>
    <message>
        <source>A trained LSTM</source>
        <translation>训练好的 LSTM</translation>
    </message>
    <message>
        <source>After 80 epochs gradient clipping was loosened from 0.01 to 0.3, and perplexity shot up far beyond guessing. Set it back to 0.01 and press Resume: the run recovers.</source>
        <translation>第 80 个迭代周期之后，梯度裁剪的 θ 从 0.01 放宽到 0.3，困惑度猛增，远不如随便猜。把它改回 0.01，再按“继续”：训练会恢复。</translation>
    </message>
    <message>
        <source>After some letters a come as many b, and the model has to keep count. Look for the cell that climbs with every a and falls with every b.</source>
        <translation>若干个 a 之后要有同样多的 b，模型必须记住个数。找一找哪个细胞每遇到 a 就上升、每遇到 b 就下降。</translation>
    </message>
    <message>
        <source>Each row of the map is a memory cell, each column a character. Click a row, and the text below shows where that cell fills and empties.</source>
        <translation>热图的每一行是一个记忆细胞，每一列是一个字。点击一行，下面的文字就会显示这个细胞在哪里充满、在哪里清空。</translation>
    </message>
    <message>
        <source>It has read its lyrics until it knows most of them by heart. Drag below the map to see how its memory came about, or let it write.</source>
        <translation>它反复读这些歌词，已经记住了大半。拖动热图下方的滑块，看记忆是怎样形成的；也可以让它接着写。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>The same lyrics, read by a cell with two gates and no separate memory. It learns them in fewer epochs.</source>
        <translation>同样的歌词，换成只有两个门、没有单独记忆的单元来读。它用更少的迭代周期就学会了。</translation>
    </message>
    <message>
        <source>Type how a line begins under Lyrics and press Generate. The model goes on with it as it is at that moment, also while it learns.</source>
        <translation>在“歌词”下输入一句的开头，按“生成”。此刻的模型会接着写下去，训练途中也可以。</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观察</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
</context>
<context>
    <name>WelcomeDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>How do you see what an LSTM remembers?</source>
        <translation>怎样看见 LSTM 记住了什么？</translation>
    </message>
    <message>
        <source>Or open an example</source>
        <translation>或者打开一个示例</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>You train one, and watch.</source>
        <translation>训练一个，然后看着它。</translation>
    </message>
</context>
<context>
    <name>WhatIfLine</name>
    <message>
        <source>Character to put here</source>
        <translation>换成的字符</translation>
    </message>
    <message>
        <source>Character {number}: {character} becomes</source>
        <translation>第 {number} 个字符：{character} 换成</translation>
    </message>
    <message>
        <source>Click a character to change it</source>
        <translation>点击一个字符来更换它</translation>
    </message>
    <message>
        <source>Not in this text: {characters}</source>
        <translation>文本里没有：{characters}</translation>
    </message>
    <message>
        <source>One character only</source>
        <translation>只能输入一个字符</translation>
    </message>
    <message>
        <source>Type another character</source>
        <translation>输入另一个字符</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the change</source>
        <translation>撤销改变</translation>
    </message>
    <message>
        <source>What is wrong with the character</source>
        <translation>字符有什么问题</translation>
    </message>
</context>
<context>
    <name>WhatIfPanel</name>
    <message>
        <source>Cells</source>
        <translation>各细胞</translation>
    </message>
    <message>
        <source>How the change fades along the text</source>
        <translation>改变如何沿文本消退</translation>
    </message>
    <message>
        <source>KL divergence of the next character, nats</source>
        <translation>下一个字符的 KL 散度（奈特）</translation>
    </message>
    <message>
        <source>Logarithmic axes</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>The change of each cell, those that change most on top</source>
        <translation>每个细胞的变化，变化最大的在最上方</translation>
    </message>
    <message>
        <source>The mean size of the change over all cells</source>
        <translation>所有细胞变化幅度的平均值</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>假如</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>mean |Δ{state}|</source>
        <translation>平均 |Δ{state}|</translation>
    </message>
    <message>
        <source>Δ{state} of the {count} cells that change most, −{limit} … {limit}</source>
        <translation>变化最大的 {count} 个细胞的 Δ{state}，−{limit} … {limit}</translation>
    </message>
</context>
<context>
    <name>WhatIfReading</name>
    <message>
        <source>Click a character and type another: the difference appears here.</source>
        <translation>点击一个字符，换成另一个：差异会显示在这里。</translation>
    </message>
    <message>
        <source>KL {value} nats</source>
        <translation>KL {value} 奈特</translation>
    </message>
    <message>
        <source>Reading both texts</source>
        <translation>正在读两段文本</translation>
    </message>
    <message>
        <source>cell {cell}: {before} → {after}</source>
        <translation>细胞 {cell}：{before} → {after}</translation>
    </message>
    <message>
        <source>mean |Δ{state}| {value}</source>
        <translation>平均 |Δ{state}| {value}</translation>
    </message>
    <message>
        <source>{character}, before the change</source>
        <translation>{character}，改变之前</translation>
    </message>
    <message>
        <source>{character}, the change</source>
        <translation>{character}，改变处</translation>
    </message>
    <message>
        <source>{character}, {distance} after</source>
        <translation>{character}，之后第 {distance} 个</translation>
    </message>
    <message>
        <source>{number}: {character}</source>
        <translation>{number}：{character}</translation>
    </message>
</context>
<context>
    <name>WindowExports</name>
    <message>
        <source>Copy as picture</source>
        <translation>复制为图片</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Show numbers…</source>
        <translation>显示数值…</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>{some} and {last}</source>
        <translation>{some}、{last}</translation>
    </message>
</context>
<context>
    <name>WritingSettings</name>
    <message>
        <source> characters</source>
        <translation> 个字符</translation>
    </message>
    <message>
        <source> epochs</source>
        <translation> 个周期</translation>
    </message>
    <message>
        <source>0 is greedy: always the likeliest character. Higher values choose freely.</source>
        <translation>0 为贪心：总取最可能的字符。数值越高，选得越自由。</translation>
    </message>
    <message>
        <source>0 · greedy</source>
        <translation>0 · 贪心</translation>
    </message>
    <message>
        <source>Choose among the fewest of the likeliest that have p together</source>
        <translation>只在概率合计达到 p 的最少几个最可能的字符中选</translation>
    </message>
    <message>
        <source>Choose among the k likeliest only</source>
        <translation>只在最可能的 k 个字符中选</translation>
    </message>
    <message>
        <source>Greedy beside</source>
        <translation>并排写贪心的</translation>
    </message>
    <message>
        <source>How many characters to write</source>
        <translation>写多少个字符</translation>
    </message>
    <message>
        <source>In this text a new line is a space, as between words: no end can be seen.</source>
        <translation>在这份文本里，换行就是空格，与词间的空格一样，看不出行尾。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Make characters that stand in the text already less likely</source>
        <translation>让文中已有的字符更不容易出现</translation>
    </message>
    <message>
        <source>New seed each time</source>
        <translation>每次换种子</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Shortest copy</source>
        <translation>最短照抄</translation>
    </message>
    <message>
        <source>So many characters in a row make a copy that is underlined</source>
        <translation>连续这么多个字符相同，就算照抄并加下划线</translation>
    </message>
    <message>
        <source>So many texts at once, each drawn anew</source>
        <translation>同时写这么多篇，各自抽样</translation>
    </message>
    <message>
        <source>Switch off to write with this seed again</source>
        <translation>关掉即可用这个种子再写一次</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The last request, every so many epochs: watch the model improve</source>
        <translation>每隔这么多周期把上次的要求再写一遍：看模型怎样进步</translation>
    </message>
    <message>
        <source>The same seed and model give the same text</source>
        <translation>种子和模型相同，文字就相同</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k 采样</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p 采样</translation>
    </message>
    <message>
        <source>Until the line ends</source>
        <translation>写到行尾</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>篇数</translation>
    </message>
    <message>
        <source>Write again every</source>
        <translation>每隔…再写</translation>
    </message>
    <message>
        <source>Write the likeliest text too, beside those drawn</source>
        <translation>在抽样的旁边，也写一篇最可能的</translation>
    </message>
    <message>
        <source>Write to the end of a line, however long it is</source>
        <translation>一直写到行尾，不论多长</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>_PrefixLine</name>
    <message>
        <source>A new text begins with this; the arrow has earlier ones</source>
        <translation>新的一篇由此开头；箭头里有用过的</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>接着写</translation>
    </message>
    <message>
        <source>Go on from the cursor</source>
        <translation>从光标处接着写</translation>
    </message>
    <message>
        <source>Go on from the cursor as another branch (Ctrl+Return)</source>
        <translation>从光标处接着写，成为新的分支（Ctrl+Return）</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>前缀</translation>
    </message>
</context>
</TS>
